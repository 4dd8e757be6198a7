package dev.agentsafe.core.state;

import dev.agentsafe.core.canonical.CodePoints;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What differs between two values at any depth, as a JSON Patch (RFC 6902): applied in order, its
 * operations make the one into what means the same as the other.
 */
public record Patch(List<Operation> operations) {
  public Patch {
    operations = List.copyOf(operations);
  }

  /** One step; paths are JSON Pointers. */
  public sealed interface Operation {
    /** Where it acts. */
    String path();

    /** Something new. */
    record Add(String path, Value value) implements Operation {}

    /** Something that is gone. */
    record Remove(String path, Value old) implements Operation {}

    /** Another value. */
    record Replace(String path, Value old, Value value) implements Operation {}
  }

  /** Compares two values; members in the order of their code points. */
  public static Patch between(Value before, Value after) {
    var operations = new ArrayList<Operation>();
    compare("", before, after, operations);
    return new Patch(operations);
  }

  /** The patch as JSON Patch writes it; old values are not part of that. */
  public Value toValue() {
    var items = new ArrayList<Value>();
    for (var operation : operations) {
      items.add(
          switch (operation) {
            case Operation.Add(var path, var value) -> written("add", path, Optional.of(value));
            case Operation.Remove(var path, _) -> written("remove", path, Optional.empty());
            case Operation.Replace(var path, _, var value) ->
                written("replace", path, Optional.of(value));
          });
    }
    return new Value.Items(items);
  }

  private static Value written(String name, String path, Optional<Value> value) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("op", Value.of(name));
    fields.put("path", Value.of(path));
    value.ifPresent(v -> fields.put("value", v));
    return new Value.Fields(fields);
  }

  private static void compare(String path, Value before, Value after, List<Operation> out) {
    if (Meaning.same(before, after)) {
      return;
    }
    if (before instanceof Value.Fields x && after instanceof Value.Fields y) {
      members(path, x, y, out);
    } else if (before instanceof Value.Items(var x) && after instanceof Value.Items(var y)) {
      items(path, x, y, out);
    } else {
      out.add(new Operation.Replace(path, before, after));
    }
  }

  private static void members(
      String path, Value.Fields before, Value.Fields after, List<Operation> out) {
    var names = new TreeSet<>(CodePoints.ORDER);
    names.addAll(before.values().keySet());
    names.addAll(after.values().keySet());
    for (var name : names) {
      var below = path + "/" + name.replace("~", "~0").replace("/", "~1");
      var old = before.get(name);
      var now = after.get(name);
      if (old.isPresent() && now.isPresent()) {
        compare(below, old.get(), now.get(), out);
      } else {
        old.ifPresent(value -> out.add(new Operation.Remove(below, value)));
        now.ifPresent(value -> out.add(new Operation.Add(below, value)));
      }
    }
  }

  /** Beginnings and ends that are alike stay; what lies between is compared place by place. */
  private static void items(
      String path, List<Value> before, List<Value> after, List<Operation> out) {
    var begin = 0;
    while (begin < Math.min(before.size(), after.size())
        && Meaning.same(before.get(begin), after.get(begin))) {
      begin++;
    }
    var alike = 0;
    while (alike < Math.min(before.size(), after.size()) - begin
        && Meaning.same(
            before.get(before.size() - 1 - alike), after.get(after.size() - 1 - alike))) {
      alike++;
    }
    var oldEnd = before.size() - alike;
    var newEnd = after.size() - alike;
    var both = Math.min(oldEnd, newEnd);
    for (var i = begin; i < both; i++) {
      compare(path + "/" + i, before.get(i), after.get(i), out);
    }
    for (var i = oldEnd - 1; i >= both; i--) {
      out.add(new Operation.Remove(path + "/" + i, before.get(i)));
    }
    for (var i = both; i < newEnd; i++) {
      out.add(new Operation.Add(path + "/" + i, after.get(i)));
    }
  }
}
