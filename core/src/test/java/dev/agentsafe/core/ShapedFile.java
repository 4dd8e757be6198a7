package dev.agentsafe.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.identity.OperatorsLoader;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.style.Sources;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of a workspace as loaders and schemas see it.
 *
 * @param name which schema is for it
 */
record ShapedFile(String name, Source source) {
  private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

  /** The sample that shows every key of that kind of file, written as JSON. */
  static ShapedFile full(String name) throws IOException {
    var file = Sources.root().resolve("core/src/test/resources/dev/agentsafe/core/full");
    var text = Files.readString(file.resolve(name + ".json"));
    return new ShapedFile(name, new Source(name + ".json", text));
  }

  static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  /** What keeps it from loading. */
  List<Problem> errors() {
    return problems().stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
  }

  private List<Problem> problems() {
    return switch (name) {
      case "action" -> of(CatalogLoader.load(List.of(source)));
      case "policy" -> of(RuleLoader.load(List.of(source)));
      case "inventory" -> of(InventoryLoader.load(source));
      case "operators" -> of(OperatorsLoader.load(source));
      case "tests" -> of(PolicyTests.load(List.of(source)));
      case "settings" -> {
        var problems = new Problems(source.file());
        SettingsReader.read(source, Path.of("").toAbsolutePath(), problems);
        yield problems.list();
      }
      default -> throw new IllegalArgumentException("no loader for " + name);
    };
  }

  private static List<Problem> of(Loaded<?> loaded) {
    return switch (loaded) {
      case Loaded.Good<?>(var value, var warnings) -> warnings;
      case Loaded.Bad<?>(var problems) -> problems;
    };
  }

  Node root() {
    return Document.read(source, new Problems(source.file())).orElseThrow();
  }

  JsonNode json() {
    return json(root());
  }

  /** The same with one more entry at the beginning of a mapping in braces. */
  ShapedFile with(Node map, String entry) {
    var lines = source.text().lines().toList();
    int at = map.column() - 1;
    for (int i = 0; i < map.line() - 1; i++) {
      at += lines.get(i).length() + 1;
    }
    var text = source.text();
    if (text.charAt(at) != '{') {
      throw new IllegalArgumentException("no brace at " + map.line() + ":" + map.column());
    }
    return new ShapedFile(
        name,
        new Source(
            source.file(), text.substring(0, at + 1) + entry + ", " + text.substring(at + 1)));
  }

  private static JsonNode json(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> json(scalar.value());
      case Node.Sequence list -> {
        var items = NEW.arrayNode();
        list.items().forEach(item -> items.add(json(item)));
        yield items;
      }
      case Node.Mapping map -> {
        var fields = NEW.objectNode();
        map.entries().forEach(entry -> fields.set(entry.key().text(), json(entry.value())));
        yield fields;
      }
    };
  }

  private static JsonNode json(Value value) {
    return switch (value) {
      case Value.Null n -> NEW.nullNode();
      case Value.Bool(var b) -> NEW.booleanNode(b);
      case Value.Int(var i) -> NEW.numberNode(i);
      case Value.Real(var d) -> NEW.numberNode(d);
      case Value.Text(var t) -> NEW.textNode(t);
      case Value.Items i -> throw new IllegalArgumentException("a scalar holds no list");
      case Value.Fields f -> throw new IllegalArgumentException("a scalar holds no mapping");
    };
  }
}
