package dev.agentsafe.editors.form;

import dev.agentsafe.editors.schema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says where a key comes to stand that was not there: behind those that the schema names before it,
 * at the end where there are none.
 *
 * @param shape of the whole document
 */
record Placement(Shape shape) {

  /**
   * Where a new key stands among the keys of a mapping.
   *
   * @return how many keys are before it
   */
  int index(Where map, List<String> keys, String key) {
    var known = new ArrayList<String>();
    at(map).seeing(Map.of()).forEach(form -> known.addAll(form.fields().known().keySet()));
    var before = known.contains(key) ? known.subList(0, known.indexOf(key)) : known;
    int last = -1;
    for (int i = 0; i < keys.size(); i++) {
      last = before.contains(keys.get(i)) ? i : last;
    }
    return last < 0 || !known.contains(key) ? keys.size() : last + 1;
  }

  /** What may stand at a place, whatever is beside it. */
  Shape at(Where where) {
    var found = shape;
    for (var step : where.steps()) {
      found =
          switch (step) {
            case Where.Step.Key(var name) -> found.at(name, Map.of()).orElse(Shape.ANY);
            case Where.Step.Item item -> found.items().orElse(Shape.ANY);
          };
    }
    return found;
  }
}
