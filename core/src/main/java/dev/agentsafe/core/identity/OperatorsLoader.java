package dev.agentsafe.core.identity;

import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code operators.yaml}. */
public final class OperatorsLoader {
  /** What an operator's id looks like. */
  public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private static final Set<String> FILE = keys("operators");
  private static final Set<String> OPERATOR = keys("id", "name", "roles", "groups", "keys");
  private static final Set<String> KEY = keys("public", "retired");

  private final Problems problems;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> holders = new HashMap<>();

  private OperatorsLoader(Problems problems) {
    this.problems = problems;
  }

  private static Set<String> keys(String... keys) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(keys)));
  }

  /** The operators of a text, or every problem with its place. */
  public static Loaded<Operators> load(Source source) {
    var problems = new Problems(source.file());
    var operators = Document.read(source, problems).map(node -> operators(node, problems));
    if (operators.isEmpty() && !problems.hasErrors()) {
      problems.error(1, 1, "empty", "the file is empty; `operators` is expected");
    }
    return operators.isEmpty() || problems.hasErrors()
        ? new Loaded.Bad<>(problems.list())
        : new Loaded.Good<>(operators.get(), problems.list());
  }

  /** The operators of a file; what is wrong is noted. */
  public static Operators operators(Node root, Problems problems) {
    return new OperatorsLoader(problems).all(root);
  }

  private Operators all(Node node) {
    var file = Section.open(node, "the list of operators", FILE, problems);
    file.require("operators");
    return new Operators(file.items("operators").stream().map(this::member).toList());
  }

  private Operators.Member member(Node node) {
    var item = Section.open(node, "an operator", OPERATOR, problems);
    var id = item.text("id");
    if (!ID.matcher(id).matches()) {
      item.get("id")
          .filter(at -> at instanceof Node.Scalar scalar && scalar.text().equals(id))
          .ifPresent(at ->
              problems.error(
                  at,
                  "value",
                  "`" + id + "` is no operator id; use up to 64 letters, digits and . _ @ -"));
    } else {
      var same = names.putIfAbsent(Operators.folded(id), id);
      if (same != null) {
        problems.error(
            node,
            "duplicate",
            "`" + id + "` and `" + same + "` are one name; each operator has an id of their own");
      }
    }
    var keys = new ArrayList<Operators.Key>();
    for (var at : item.items("keys")) {
      key(at, id).ifPresent(keys::add);
    }
    return new Operators.Member(
        new Operator(
            new OperatorId(id), item.text("name", id), item.texts("roles"), item.texts("groups")),
        keys);
  }

  private Optional<Operators.Key> key(Node node, String id) {
    var item = Section.open(node, "a key", KEY, problems);
    var text = item.text("public");
    var retired = item.optionalText("retired").flatMap(when -> retired(when, item));
    var key = OperatorKey.parse(text);
    if (key.isEmpty()) {
      item.get("public")
          .ifPresent(at ->
              problems.error(
                  at,
                  "key",
                  "`"
                      + text
                      + "` is no public key; `agent-safe operator init` prints one: `es256:` or"
                      + " `ed25519:` and base64"));
      return Optional.empty();
    }
    var holder = holders.putIfAbsent(key.get().id(), id);
    if (holder != null) {
      problems.error(
          node,
          "duplicate",
          "`" + holder + "` has this key already; each key is one operator's alone");
    }
    return Optional.of(new Operators.Key(key.get(), retired));
  }

  private Optional<Instant> retired(String when, Section item) {
    try {
      return Optional.of(Instant.parse(when));
    } catch (DateTimeException e) {
      item.get("retired")
          .ifPresent(at ->
              problems.error(
                  at,
                  "value",
                  "`" + when + "` is no time; write it as `\"2026-01-31T09:00:00Z\"`"));
      return Optional.empty();
    }
  }
}
