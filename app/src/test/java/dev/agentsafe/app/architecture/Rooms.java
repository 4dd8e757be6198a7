package dev.agentsafe.app.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rooms of a module in their order: a room uses only rooms that stand before it.
 *
 * @param prefix the package of the module
 * @param order names below the prefix, the first uses none; the empty name is the module's package
 * @param base the module's exception base, which every room may use; lives in the module's package
 */
record Rooms(String prefix, List<String> order, String base) {

  /** Uses that go the wrong way, packages that are no room, rooms that hold nothing. */
  List<String> faults(JavaClasses all) {
    var faults = new TreeSet<String>();
    var seen = new TreeSet<String>();
    for (var each : all) {
      if (mine(each)) {
        seen.add(room(each));
        wrongUses(each, faults);
      }
    }
    for (var room : seen) {
      if (!order.contains(room)) {
        faults.add("package " + prefix + "." + room + " has no place in the order of the rooms");
      }
    }
    for (var room : order) {
      if (!seen.contains(room)) {
        faults.add("the order names a room that holds nothing: " + prefix + "." + room);
      }
    }
    return List.copyOf(faults);
  }

  private void wrongUses(JavaClass user, TreeSet<String> faults) {
    var place = order.indexOf(room(user));
    for (var use : user.getDirectDependenciesFromSelf()) {
      var used = use.getTargetClass().getBaseComponentType();
      if (mine(used) && !used.getName().equals(base) && order.indexOf(room(used)) > place) {
        faults.add(user.getName() + " uses " + used.getName() + ", which stands after it");
      }
    }
  }

  private boolean mine(JavaClass each) {
    var name = each.getPackageName();
    return (name.equals(prefix) || name.startsWith(prefix + "."))
        && !each.getSimpleName().equals("package-info");
  }

  /** The first word below the prefix: what is below a room belongs to it. */
  private String room(JavaClass each) {
    var name = each.getPackageName();
    if (name.equals(prefix)) {
      return "";
    }
    var below = name.substring(prefix.length() + 1);
    int end = below.indexOf('.');
    return end < 0 ? below : below.substring(0, end);
  }

  @Override
  public String toString() {
    return prefix + order.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
