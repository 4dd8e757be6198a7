package dev.agentsafe.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every way to get one value of a file wrong: another value, a key too few, a key too many. */
record Mutants(JsonNode whole, List<Mutants.Mutant> made) {
  private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

  record Mutant(String what, JsonNode value) {}

  static List<Mutant> of(JsonNode whole) {
    var mutants = new Mutants(whole, new ArrayList<>());
    mutants.below(whole, "");
    return mutants.made;
  }

  private void below(JsonNode at, String pointer) {
    at.fieldNames()
        .forEachRemaining(key -> {
          var path = pointer + "/" + key;
          others()
              .forEach(other ->
                  make(path + " = " + other, pointer, to -> ((ObjectNode) to).set(key, other)));
          make(path + " removed", pointer, to -> ((ObjectNode) to).remove(key));
          below(at.get(key), path);
        });
    if (at.isObject()) {
      make(pointer + " and more", pointer, to -> ((ObjectNode) to).put("zzqq", 1));
    }
    for (int i = 0; at.isArray() && i < at.size(); i++) {
      var path = pointer + "/" + i;
      int index = i;
      others()
          .forEach(other ->
              make(path + " = " + other, pointer, to -> ((ArrayNode) to).set(index, other)));
      below(at.get(i), path);
    }
  }

  private void make(String what, String pointer, Consumer<JsonNode> change) {
    JsonNode copy = whole.deepCopy();
    change.accept(copy.at(pointer));
    made.add(new Mutant(what, copy));
  }

  private static List<JsonNode> others() {
    return List.of(
        NEW.nullNode(),
        NEW.booleanNode(true),
        NEW.numberNode(0),
        NEW.numberNode(-1),
        NEW.numberNode(1.5),
        NEW.textNode(""),
        NEW.textNode("Some words"),
        NEW.arrayNode(),
        NEW.arrayNode().add(1),
        NEW.arrayNode().add("word"),
        NEW.objectNode(),
        NEW.objectNode().put("zzqq", "word"));
  }
}
