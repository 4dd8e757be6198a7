package dev.agentsafe.editors.language;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Span;
import dev.agentsafe.editors.language.Name.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the names that a file declares and uses. */
public final class Names {
  private static final String PARAMS = "params.";
  private static final String STATE = "before_state.";

  /**
   * Where names stand in a kind of file.
   *
   * @param path keys with dots between, {@code []} for each item of a list, {@code {}} for each key
   */
  private record Place(FileKind file, String path, Kind kind, boolean declared) {}

  private static final List<Place> PLACES =
      List.of(
          new Place(FileKind.ACTION, "name", Kind.ACTION, true),
          new Place(FileKind.ACTION, "rollback_action", Kind.ACTION, false),
          new Place(FileKind.ACTION, "target_types[]", Kind.TARGET_TYPE, false),
          new Place(FileKind.ACTION, "parameters[].name", Kind.PARAMETER, true),
          new Place(FileKind.ACTION, "state_fields[].name", Kind.STATE_FIELD, true),
          new Place(FileKind.POLICY, "rules[].name", Kind.RULE, true),
          new Place(FileKind.POLICY, "rules[].match.actions[]", Kind.ACTION, false),
          new Place(FileKind.POLICY, "rules[].match.targets.types[]", Kind.TARGET_TYPE, false),
          new Place(
              FileKind.POLICY, "rules[].match.targets.environments[]", Kind.ENVIRONMENT, false),
          new Place(FileKind.POLICY, "rules[].match.targets.labels{}", Kind.LABEL, false),
          new Place(FileKind.POLICY, "rules[].match.callers.agent_ids[]", Kind.AGENT, false),
          new Place(FileKind.POLICY, "rules[].match.callers.delegated_from[]", Kind.AGENT, false),
          new Place(FileKind.POLICY, "rules[].match.callers.roles[]", Kind.AGENT_ROLE, false),
          new Place(FileKind.POLICY, "rules[].match.callers.groups[]", Kind.AGENT_GROUP, false),
          new Place(FileKind.POLICY, "rules[].approval.quorum[].users[]", Kind.OPERATOR, false),
          new Place(
              FileKind.POLICY, "rules[].approval.quorum[].roles[]", Kind.OPERATOR_ROLE, false),
          new Place(
              FileKind.POLICY, "rules[].approval.quorum[].groups[]", Kind.OPERATOR_GROUP, false),
          new Place(FileKind.INVENTORY, "targets[].id", Kind.TARGET, true),
          new Place(FileKind.INVENTORY, "targets[].type", Kind.TARGET_TYPE, true),
          new Place(FileKind.INVENTORY, "targets[].environment", Kind.ENVIRONMENT, true),
          new Place(FileKind.INVENTORY, "targets[].labels{}", Kind.LABEL, true),
          new Place(FileKind.TESTS, "tests[].name", Kind.TEST, true),
          new Place(FileKind.TESTS, "tests[].action", Kind.ACTION, false),
          new Place(FileKind.TESTS, "tests[].target", Kind.TARGET, false),
          new Place(FileKind.TESTS, "tests[].expect_rule", Kind.RULE, false),
          new Place(FileKind.TESTS, "tests[].caller", Kind.AGENT, false),
          new Place(FileKind.TESTS, "tests[].caller.agent_id", Kind.AGENT, false),
          new Place(FileKind.TESTS, "tests[].caller.roles[]", Kind.AGENT_ROLE, false),
          new Place(FileKind.TESTS, "tests[].caller.groups[]", Kind.AGENT_GROUP, false),
          new Place(FileKind.OPERATORS, "operators[].id", Kind.OPERATOR, true),
          new Place(FileKind.OPERATORS, "operators[].roles[]", Kind.OPERATOR_ROLE, true),
          new Place(FileKind.OPERATORS, "operators[].groups[]", Kind.OPERATOR_GROUP, true),
          new Place(FileKind.SETTINGS, "credentials.serve[].actions[]", Kind.ACTION, false),
          new Place(FileKind.SETTINGS, "credentials.serve[].targets[]", Kind.TARGET, false),
          new Place(FileKind.SETTINGS, "operator.id", Kind.OPERATOR, true),
          new Place(FileKind.SETTINGS, "operator.roles[]", Kind.OPERATOR_ROLE, true),
          new Place(FileKind.SETTINGS, "operator.groups[]", Kind.OPERATOR_GROUP, true));

  /**
   * What a single value names at a place, or a key where the path ends with braces.
   *
   * @param path such as {@code rules[].match.actions[]}
   */
  public static Optional<Kind> at(FileKind file, String path) {
    return PLACES.stream()
        .filter(place -> place.file() == file && place.path().equals(path))
        .findFirst()
        .map(Place::kind);
  }

  /** Whether a single value at that place is where something gets its name. */
  public static boolean declares(FileKind file, String path) {
    return PLACES.stream()
        .anyMatch(place -> place.declared() && place.file() == file && place.path().equals(path));
  }

  private final TextFile file;
  private final List<Name> found = new ArrayList<>();

  private Names(TextFile file) {
    this.file = file;
  }

  /**
   * The names of a file.
   *
   * @param known those of pieces that were looked through already; new ones are added
   */
  static List<Name> of(TextFile file, Map<Piece, InPiece> known) {
    return switch (file.kind()) {
      // What names mean there depends on the rest of the file, which is small.
      case ACTION, SETTINGS -> {
        var names = new Names(file);
        file.tree().root().ifPresent(names::read);
        yield List.copyOf(names.found);
      }
      case POLICY, INVENTORY, TESTS, OPERATORS -> byPiece(file, known);
    };
  }

  /**
   * The names of a piece of a file, their lines counted from its own first one.
   *
   * @param key of the entry whose list it is an item of
   */
  record InPiece(String key, List<Name> names) {}

  private static List<Name> byPiece(TextFile file, Map<Piece, InPiece> known) {
    var all = new ArrayList<Name>();
    for (var placed : file.tree().pieces().placed()) {
      var before = known.get(placed.piece());
      var found =
          before != null && before.key().equals(placed.key()) ? before : inPiece(file, placed);
      known.put(placed.piece(), found);
      found.names().forEach(name -> all.add(name.moved(placed.above())));
    }
    return List.copyOf(all);
  }

  private static InPiece inPiece(TextFile file, Pieces.Placed placed) {
    var names = new Names(file);
    placed.piece().node().map(node -> below(placed.key(), node)).ifPresent(names::read);
    return new InPiece(placed.key(), List.copyOf(names.found));
  }

  private static Node below(String key, Node node) {
    if (key.isEmpty()) {
      return node;
    }
    var scalar = new Node.Scalar(node.span(), key, new Value.Text(key), Node.Form.PLAIN);
    return new Node.Mapping(node.span(), List.of(new Node.Entry(scalar, node)));
  }

  private void read(Node root) {
    var owner = file.kind() == FileKind.ACTION ? text(root, "name") : "";
    for (var place : PLACES) {
      if (place.file() == file.kind()) {
        boolean scoped = place.kind() == Kind.PARAMETER || place.kind() == Kind.STATE_FIELD;
        at(root, place.path()).forEach(node -> add(place, scoped ? owner : "", node));
      }
    }
    switch (file.kind()) {
      case ACTION -> ways(root, owner);
      case POLICY ->
          at(root, "rules[].match.targets.labels").forEach(labels -> values(labels, false));
      case INVENTORY -> at(root, "targets[].labels").forEach(labels -> values(labels, true));
      case TESTS -> at(root, "tests[]").forEach(this::parameters);
      case OPERATORS, SETTINGS -> {}
    }
  }

  private void add(Place place, String scope, Node node) {
    if (node instanceof Node.Scalar scalar) {
      add(place.kind(), scope, scalar.text(), scalar.span(), place.declared());
    }
  }

  private void add(Kind kind, String scope, String text, Span span, boolean declared) {
    if (!text.isEmpty()) {
      found.add(new Name(kind, scope, text, file.path(), span, declared));
    }
  }

  /** What the way back is given is a parameter of that action, from a parameter or state here. */
  private void ways(Node root, String owner) {
    var back = text(root, "rollback_action");
    at(root, "rollback_params{}")
        .forEach(key -> add(new Place(FileKind.ACTION, "", Kind.PARAMETER, false), back, key));
    at(root, "rollback_params")
        .flatMap(node -> node instanceof Node.Mapping map ? map.entries().stream() : Stream.of())
        .flatMap(entry -> at(entry.value(), "source"))
        .forEach(node -> {
          if (node instanceof Node.Scalar scalar) {
            source(scalar, owner, PARAMS, Kind.PARAMETER);
            source(scalar, owner, STATE, Kind.STATE_FIELD);
          }
        });
  }

  private void source(Node.Scalar scalar, String owner, String prefix, Kind kind) {
    if (scalar.text().startsWith(prefix)) {
      var span = scalar.span();
      boolean plain = scalar.form() == Node.Form.PLAIN;
      add(
          kind,
          owner,
          scalar.text().substring(prefix.length()),
          plain
              ? new Span(
                  span.line(), span.column() + prefix.length(), span.endLine(), span.endColumn())
              : new Span(
                  span.line(),
                  span.column() + prefix.length() + 1,
                  span.endLine(),
                  span.endColumn() - 1),
          false);
    }
  }

  private void values(Node labels, boolean declared) {
    if (labels instanceof Node.Mapping map) {
      for (var entry : map.entries()) {
        add(
            new Place(file.kind(), "", Kind.LABEL_VALUE, declared),
            entry.key().text(),
            entry.value());
      }
    }
  }

  private void parameters(Node test) {
    var action = text(test, "action");
    at(test, "params{}")
        .forEach(key -> add(new Place(FileKind.TESTS, "", Kind.PARAMETER, false), action, key));
  }

  private static String text(Node node, String key) {
    return at(node, key)
        .flatMap(value -> value instanceof Node.Scalar s ? Stream.of(s.text()) : Stream.of())
        .findFirst()
        .orElse("");
  }

  /** What that path leads to. */
  static Stream<Node> at(Node node, String path) {
    if (path.isEmpty()) {
      return Stream.of(node);
    }
    if (path.startsWith(".")) {
      return at(node, path.substring(1));
    }
    if (path.startsWith("[]")) {
      return node instanceof Node.Sequence list
          ? list.items().stream().flatMap(item -> at(item, path.substring(2)))
          : Stream.of();
    }
    if (!(node instanceof Node.Mapping map)) {
      return Stream.of();
    }
    if (path.startsWith("{}")) {
      return map.entries().stream().map(Node.Entry::key);
    }
    int end = 0;
    while (end < path.length() && ".[{".indexOf(path.charAt(end)) < 0) {
      end++;
    }
    var key = path.substring(0, end);
    var rest = path.substring(end);
    return map.entries().stream()
        .filter(entry -> entry.key().text().equals(key))
        .flatMap(entry -> at(entry.value(), rest));
  }
}
