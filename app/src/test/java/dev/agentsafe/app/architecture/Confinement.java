package dev.agentsafe.app.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/** What only some packages may do. */
final class Confinement {
  private static final List<String> TOOLKIT =
      List.of("javafx.", "atlantafx.", "org.controlsfx.", "org.kordamp.ikonli.");
  private static final Set<String> THREAD_MAKERS =
      Set.of("start", "startVirtualThread", "ofVirtual", "ofPlatform", "<init>");
  private static final Set<String> POOL_MAKERS =
      Set.of(Executors.class.getName(), ForkJoinPool.class.getName());

  private Confinement() {}

  /** Uses of the window system outside of those packages and classes. */
  static List<String> toolkitOutside(JavaClasses all, Set<String> allowed) {
    var found = new TreeSet<String>();
    for (var each : all) {
      if (!within(each, allowed)) {
        for (var use : each.getDirectDependenciesFromSelf()) {
          var used = use.getTargetClass().getBaseComponentType().getName();
          if (TOOLKIT.stream().anyMatch(used::startsWith)) {
            found.add(each.getName() + " uses " + used);
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /** Threads and pools made, and work handed to the window system's thread, outside of those. */
  static List<String> threadsOutside(JavaClasses all, Set<String> allowed) {
    var found = new TreeSet<String>();
    for (var each : all) {
      if (!within(each, allowed)) {
        for (var call : each.getCodeUnitCallsFromSelf()) {
          if (makesThread(call.getTarget())) {
            found.add(each.getName() + " calls " + call.getTarget().getFullName());
          }
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean makesThread(AccessTarget.CodeUnitCallTarget target) {
    var owner = target.getOwner().getName();
    var name = target.getName();
    return (owner.equals(Thread.class.getName()) && THREAD_MAKERS.contains(name))
        || (owner.startsWith(Thread.class.getName() + "$Builder") && !name.equals("name"))
        || POOL_MAKERS.contains(owner)
        || (owner.equals(CompletableFuture.class.getName()) && name.endsWith("Async"))
        || (owner.equals("javafx.application.Platform") && name.equals("runLater"));
  }

  private static boolean within(JavaClass each, Set<String> places) {
    var name = each.getName();
    return places.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."));
  }
}
