package dev.agentsafe.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.lint.Schemas;
import dev.agentsafe.core.style.Sources;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas and the loaders say the same of what a file may look like. */
final class SchemasTest {
  /** What a schema has to find too; the rest takes more than a look at the shape. */
  private static final Set<String> OF_SHAPE =
      Set.of(
          "approval",
          "binding",
          "conflict",
          "missing-key",
          "name",
          "range",
          "type",
          "unknown-key",
          "value",
          "version");

  /** JSON has no dates, and Java's {@code $} stands before a last line break too. */
  private static final List<String> NOT_IN_JSON =
      List.of("this is the date `", "\n` is no", "`at` must be");

  private static final String MADE_UP = "zzqq";

  static List<String> names() {
    return Schemas.names();
  }

  private static final Map<String, JsonSchema> READ =
      Schemas.names().stream().collect(Collectors.toMap(name -> name, SchemasTest::read));

  private static JsonSchema read(String name) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Schemas.text(name).orElseThrow());
  }

  private static JsonSchema schema(String name) {
    return requireNonNull(READ.get(name));
  }

  private static List<String> refused(JsonSchema schema, JsonNode value) {
    return schema.validate(value).stream().map(Object::toString).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachIsASchemaOfTheDraftItNames(String name) throws IOException {
    var text = Schemas.text(name).orElseThrow();
    assertThat(Files.readString(Sources.root().resolve("docs/schemas").resolve(Schemas.file(name))))
        .as("shipped as published")
        .isEqualTo(text);
    var schema = ShapedFile.json(text);
    assertThat(schema.path("$id").asText()).isEqualTo("urn:agent-safe:schema:" + name);
    var draft =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(com.networknt.schema.SchemaLocation.of(schema.path("$schema").asText()));
    assertThat(refused(draft, schema)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void schemaAndLoaderKnowTheSameKeys(String name) throws IOException {
    var file = ShapedFile.full(name);
    assertThat(file.errors()).as("the sample loads").isEmpty();
    assertThat(refused(schema(name), file.json())).isEmpty();
    var root = ShapedFile.json(Schemas.text(name).orElseThrow());
    new Walk(file, root).visit(root, List.of(file.root()), name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyKeySaysWhatItMeans(String name) throws IOException {
    var silent = new ArrayList<String>();
    silent(ShapedFile.json(Schemas.text(name).orElseThrow()), "", silent);
    assertThat(silent).isEmpty();
  }

  /** Conditions of a schema name keys without introducing them. */
  private static void silent(JsonNode schema, String path, List<String> found) {
    schema
        .path("properties")
        .properties()
        .forEach(key -> {
          var meaning = key.getValue().path("description").asText();
          if (meaning.length() < 12 || !meaning.endsWith(".")) {
            found.add(path + "/" + key.getKey() + ": " + meaning);
          }
        });
    schema
        .properties()
        .forEach(part -> {
          if (!Set.of("allOf", "anyOf", "if", "then", "not").contains(part.getKey())) {
            silent(part.getValue(), path + "/" + part.getKey(), found);
          }
        });
    schema
        .elements()
        .forEachRemaining(each -> {
          if (schema.isArray()) {
            silent(each, path, found);
          }
        });
  }

  /** Goes through a schema and a sample that shows all of it. */
  private record Walk(ShapedFile file, JsonNode whole) {

    void visit(JsonNode schema, List<Node> shown, String path) {
      var at = resolved(schema);
      var maps = shown.stream().filter(Node.Mapping.class::isInstance).toList();
      if (at.has("properties")) {
        var keys = new TreeSet<String>();
        at.path("properties").fieldNames().forEachRemaining(keys::add);
        assertThat(maps).as("the sample shows " + path).isNotEmpty();
        assertThat(known(maps.getFirst())).as("keys at " + path).isEqualTo(keys);
        keys.forEach(
            key -> visit(at.path("properties").path(key), values(maps, key), path + "/" + key));
        return;
      }
      if (!maps.isEmpty()) {
        assertThat(known(maps.getFirst())).as("free keys at " + path).isEmpty();
      }
      if (at.path("additionalProperties").isObject()) {
        visit(at.path("additionalProperties"), values(maps), path + "/*");
      }
      if (at.has("items")) {
        var items =
            shown.stream()
                .filter(Node.Sequence.class::isInstance)
                .flatMap(list -> ((Node.Sequence) list).items().stream())
                .toList();
        assertThat(items).as("the sample shows items of " + path).isNotEmpty();
        visit(at.path("items"), items, path + "[]");
      }
      assertThat(shown).as("the sample shows " + path).isNotEmpty();
    }

    private JsonNode resolved(JsonNode schema) {
      if (schema.has("$ref")) {
        return resolved(whole.at(schema.path("$ref").asText().substring(1)));
      }
      for (var branch : schema.path("oneOf")) {
        if (branch.has("properties")) {
          return branch;
        }
      }
      return schema;
    }

    private static List<Node> values(List<Node> maps, String... keys) {
      var wanted = Set.of(keys);
      return maps.stream()
          .flatMap(map -> ((Node.Mapping) map).entries().stream())
          .filter(entry -> wanted.isEmpty() || wanted.contains(entry.key().text()))
          .map(Node.Entry::value)
          .toList();
    }

    /** The keys that the loader says it knows, asked by giving it one that nobody knows. */
    private Set<String> known(Node map) {
      return file.with(map, "\"" + MADE_UP + "\": 1").errors().stream()
          .filter(p -> p.code().equals("unknown-key") && p.message().contains(MADE_UP))
          .flatMap(p -> List.of(p.message().split("known are ", 2)[1].split(", ")).stream())
          .map(key -> key.replace("`", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatTheLoaderRefusesByShapeTheSchemaRefuses(String name) throws IOException {
    var schema = schema(name);
    var mutants = Mutants.of(ShapedFile.full(name).json());
    int refusedByShape = 0;
    int accepted = 0;
    for (var mutant : mutants) {
      var file = new ShapedFile(name, new Source("mutant.yaml", mutant.value().toString()));
      var verdict = new Verdict(file.errors(), refused(schema, mutant.value()));
      assertThat(verdict.agreed())
          .as("%s: loader %s, schema %s", mutant.what(), verdict.byLoader(), verdict.bySchema())
          .isTrue();
      refusedByShape += verdict.byShape() ? 1 : 0;
      accepted += verdict.byLoader().isEmpty() ? 1 : 0;
    }
    assertThat(mutants).hasSizeGreaterThan(100);
    assertThat(refusedByShape).isGreaterThan(mutants.size() / 3);
    assertThat(accepted).isPositive();
  }

  private record Verdict(List<Problem> byLoader, List<String> bySchema) {
    boolean byShape() {
      return byLoader.stream().noneMatch(p -> p.code().equals("duplicate-key"))
          && byLoader.stream().anyMatch(SchemasTest::isOfShape);
    }

    /** What loads is valid, and what is refused by its shape is not. */
    boolean agreed() {
      return byLoader.isEmpty() ? bySchema.isEmpty() : !byShape() || !bySchema.isEmpty();
    }
  }

  private static boolean isOfShape(Problem problem) {
    return OF_SHAPE.contains(problem.code())
        && NOT_IN_JSON.stream().noneMatch(problem.message()::contains);
  }

  @Test
  void goodFilesAreValid() throws IOException {
    var root = Sources.root();
    var starter = root.resolve("app/src/main/resources/dev/agentsafe/app/starter");
    var reference = root.resolve("../shared/reference-data");
    int files = 0;
    files += allValid("action", starter.resolve("actions"));
    files += allValid("policy", starter.resolve("policies"));
    files += allValid("inventory", starter.resolve("inventory.yaml"));
    files += allValid("tests", starter.resolve("tests"));
    files += allValid("settings", starter.resolve("agent-safe.yaml"));
    files += allValid("action", reference.resolve("actions"));
    files += allValid("policy", reference.resolve("policies"));
    files += allValid("inventory", reference.resolve("inventory.yaml"));
    files += allValid("tests", reference.resolve("policy-tests"));
    assertThat(files).isGreaterThan(75);
  }

  private static int allValid(String name, Path path) throws IOException {
    var schema = schema(name);
    var files = files(path);
    for (var file : files) {
      var shaped = new ShapedFile(name, new Source(file.toString(), Files.readString(file)));
      assertThat(shaped.errors()).isEmpty();
      assertThat(refused(schema, shaped.json())).as("%s", file).isEmpty();
    }
    return files.size();
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return Files.isRegularFile(path) ? List.of(path) : List.of();
    }
    try (var all = Files.list(path)) {
      return all.filter(f -> f.toString().matches(".*\\.ya?ml")).sorted().toList();
    }
  }

  /** The files that 0.16 was tried on, and a few hundred ways to get them wrong. */
  @Test
  void conformanceFilesAreJudgedAlike() throws IOException {
    var suite = Sources.root().resolve("../shared/conformance/config_errors");
    var disagreed = new ArrayList<String>();
    int judged = 0;
    for (var line : Files.readAllLines(suite.resolve("cases.jsonl"))) {
      var each = (Value.Fields) ((Json.Read.Good) Json.read(line)).value();
      var name =
          switch (each.text("kind").orElseThrow()) {
            case "actions" -> "action";
            case "policies" -> "policy";
            case "inventory" -> "inventory";
            default -> "settings";
          };
      for (var file : files(suite.resolve(each.text("path").orElseThrow()))) {
        var source = read(file);
        if (source.isPresent()) {
          var shaped = new ShapedFile(name, source.get());
          var verdict = new Verdict(shaped.errors(), refused(schema(name), shaped.json()));
          if (!verdict.agreed()) {
            disagreed.add(file + " " + shaped.errors() + " " + verdict.bySchema());
          }
          judged++;
        }
      }
    }
    assertThat(disagreed).isEmpty();
    assertThat(judged).isGreaterThan(200);
  }

  /** What is YAML, and one value. */
  private static java.util.Optional<Source> read(Path file) {
    var unread = new ArrayList<Problem>();
    return dev.agentsafe.core.yaml.SourceFiles.read(file, unread)
        .filter(source -> Document.read(source, new Problems(source.file())).isPresent());
  }
}
