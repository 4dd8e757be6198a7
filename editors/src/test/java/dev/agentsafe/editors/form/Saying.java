package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a document says as plain lists and maps, changed in the most obvious way. */
final class Saying {
  private final Object root;

  private Saying(Object root) {
    this.root = root;
  }

  /** What the strict reader reads. */
  static Saying of(String text) {
    var problems = new Problems("f");
    var read = Document.read(new Source("f", text), problems);
    if (problems.hasErrors()) {
      throw new AssertionError(problems.list() + "\n" + text);
    }
    return new Saying(read.map(Saying::plain).orElseGet(LinkedHashMap::new));
  }

  private static Object plain(Node node) {
    return switch (node) {
      case Node.Scalar scalar ->
          scalar.form() == Node.Form.DATE ? List.of("date", scalar.text()) : scalar.value();
      case Node.Sequence list ->
          list.items().stream().map(Saying::plain).collect(Collectors.toCollection(ArrayList::new));
      case Node.Mapping map -> {
        var all = new LinkedHashMap<String, Object>();
        map.entries().forEach(e -> all.put(e.key().text(), plain(e.value())));
        yield all;
      }
    };
  }

  private static Object plain(Value value) {
    return switch (value) {
      case Value.Items(var all) ->
          all.stream().map(Saying::plain).collect(Collectors.toCollection(ArrayList::new));
      case Value.Fields(var all) -> {
        var plain = new LinkedHashMap<String, Object>();
        all.forEach((key, each) -> plain.put(key, plain(each)));
        yield plain;
      }
      case Value.Null n -> n;
      case Value.Bool b -> b;
      case Value.Int i -> i;
      case Value.Real r -> r;
      case Value.Text t -> t;
    };
  }

  /** The same with a change made. */
  Saying after(Change change) {
    return new Saying(
        switch (change) {
          case Change.Set(var at, var value) -> put(root, at.steps(), plain(value));
          case Change.Add(var at, var item) -> {
            var all = new ArrayList<Object>(get(at) instanceof List<?> list ? list : List.of());
            all.add(plain(item));
            yield put(root, at.steps(), all);
          }
          case Change.Clear(var at) -> {
            var map = new LinkedHashMap<>((Map<?, ?>) get(at.parent()));
            map.remove(at.name());
            yield put(root, at.parent().steps(), map);
          }
          case Change.Rename(var at, var name) -> {
            var map = new LinkedHashMap<Object, Object>();
            ((Map<?, ?>) get(at.parent()))
                .forEach((key, value) -> map.put(key.equals(at.name()) ? name : key, value));
            yield put(root, at.parent().steps(), map);
          }
          case Change.Remove(var at, int index) -> {
            var all = new ArrayList<>((List<?>) get(at));
            all.remove(index);
            yield put(root, at.steps(), all);
          }
          case Change.Move(var at, int from, int to) when get(at) instanceof Map<?, ?> map -> {
            var keys = new ArrayList<Object>(map.keySet());
            keys.add(to, keys.remove(from));
            var moved = new LinkedHashMap<Object, Object>();
            keys.forEach(key -> moved.put(key, of(map, key)));
            yield put(root, at.steps(), moved);
          }
          case Change.Move(var at, int from, int to) -> {
            var all = new ArrayList<Object>((List<?>) get(at));
            all.add(to, all.remove(from));
            yield put(root, at.steps(), all);
          }
        });
  }

  /** The keys of a mapping, in their order; those of what is none are none. */
  List<Object> keys(Where at) {
    return get(at) instanceof Map<?, ?> map ? List.copyOf(map.keySet()) : List.of();
  }

  /** What a text is at a place; empty where no text stands there. */
  Optional<String> text(Where at) {
    return get(at) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  private Object get(Where at) {
    Object here = root;
    for (var step : at.steps()) {
      here =
          switch (step) {
            case Where.Step.Key(var name) ->
                here instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : Value.NULL;
            case Where.Step.Item(int index) -> ((List<?>) here).get(index);
          };
    }
    return here;
  }

  private static Object put(Object here, List<Where.Step> rest, Object value) {
    if (rest.isEmpty()) {
      return value;
    }
    var below = rest.subList(1, rest.size());
    return switch (rest.getFirst()) {
      case Where.Step.Key(var name) -> {
        var map = new LinkedHashMap<Object, Object>(here instanceof Map<?, ?> old ? old : Map.of());
        map.put(name, put(map.getOrDefault(name, Value.NULL), below, value));
        yield map;
      }
      case Where.Step.Item(int index) -> {
        var all = new ArrayList<Object>((List<?>) here);
        all.set(index, put(all.get(index), below, value));
        yield all;
      }
    };
  }

  /** Whether both say the same, in whatever order keys are. */
  boolean saysWhat(Saying other) {
    return root.equals(other.root);
  }

  /** All keys of all mappings that have a key of the other's, in their order; new ones left out. */
  boolean keepsTheOrderOf(Saying before) {
    return keeps(root, before.root);
  }

  private static boolean keeps(Object now, Object before) {
    if (now instanceof Map<?, ?> map && before instanceof Map<?, ?> old) {
      var kept = map.keySet().stream().filter(old::containsKey).toList();
      var was = old.keySet().stream().filter(map::containsKey).toList();
      return kept.equals(was) && kept.stream().allMatch(key -> keeps(of(map, key), of(old, key)));
    }
    return true;
  }

  private static Object of(Map<?, ?> map, Object key) {
    return Objects.requireNonNull(map.get(key));
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
