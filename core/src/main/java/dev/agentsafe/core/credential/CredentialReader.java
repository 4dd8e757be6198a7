package dev.agentsafe.core.credential;

import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code credentials} of the settings; source kinds beyond our own are found as services. */
public final class CredentialReader {
  private static final Set<String> KEYS = Set.of("sources", "serve");
  private static final Set<String> SERVING =
      Set.of("type", "actions", "targets", "environments", "source");

  private final Map<String, CredentialKind> kinds = new TreeMap<>();
  private final Problems problems;
  private final Path root;

  private CredentialReader(Path root, Problems problems) {
    this.root = root;
    this.problems = problems;
    var ours =
        List.of(
            new EnvironmentKind(name -> Optional.ofNullable(System.getenv(name))),
            new FileKind(),
            new VaultKind(),
            new TokenRequestKind(),
            new AssumeRoleKind());
    ours.forEach(kind -> kinds.put(kind.name(), kind));
    ServiceLoader.load(CredentialKind.class).forEach(kind -> kinds.put(kind.name(), kind));
  }

  /** Reads the section; what does not hold is noted. */
  public static Credentials read(Node node, Path root, Problems problems) {
    return new CredentialReader(root, problems).credentials(node);
  }

  private Credentials credentials(Node node) {
    var item = Section.open(node, "`credentials`", KEYS, problems);
    item.require("sources");
    item.require("serve");
    var sources = new LinkedHashMap<String, CredentialSource>();
    item.get("sources")
        .ifPresent(map ->
            item.typed()
                .entries(
                    map,
                    "`sources`",
                    (name, source) -> source(source).ifPresent(s -> sources.put(name, s))));
    var named = new LinkedHashSet<>(names(item));
    var servings = new ArrayList<Credentials.Serving>();
    item.items("serve").forEach(each -> servings.add(serving(each, named)));
    return new Credentials(sources, servings);
  }

  private static List<String> names(Section item) {
    return item.given("sources").orElse(null) instanceof Node.Mapping map
        ? map.entries().stream().map(e -> e.key().text()).toList()
        : List.of();
  }

  private Optional<CredentialSource> source(Node node) {
    if (!(node instanceof Node.Mapping map)) {
      problems.error(node, "type", "a source must be a mapping, this is " + node.kind());
      return Optional.empty();
    }
    var named = map.entries().stream().filter(e -> e.key().text().equals("kind")).findFirst();
    if (named.isEmpty()) {
      problems.error(node, "missing-key", "a source needs the key `kind`: one of " + known());
      return Optional.empty();
    }
    var word = named.get().value() instanceof Node.Scalar scalar ? scalar.text() : "";
    var kind = Optional.ofNullable(kinds.get(word));
    if (kind.isEmpty()) {
      problems.error(
          named.get().value(),
          "value",
          "there is no kind `"
              + word
              + "` of source"
              + Suggestion.hint(word, kinds.keySet())
              + "; there is "
              + known());
      return Optional.empty();
    }
    var keys = new LinkedHashSet<String>();
    keys.add("kind");
    kinds.values().forEach(k -> keys.addAll(k.keys()));
    var section = Section.open(node, "a source", keys, problems);
    keys.stream()
        .filter(key -> !key.equals("kind") && !kind.get().keys().contains(key))
        .forEach(key ->
            section
                .get(key)
                .ifPresent(at ->
                    problems.error(
                        at,
                        "kind",
                        "`" + key + "` is not for the kind `" + word + "`; remove it")));
    return Optional.of(kind.get().read(section, root));
  }

  private String known() {
    return "`" + String.join("`, `", kinds.keySet()) + "`";
  }

  private Credentials.Serving serving(Node node, Set<String> sources) {
    var item = Section.open(node, "an item of `serve`", SERVING, problems);
    var source = item.text("source");
    item.get("source")
        .filter(at -> !sources.contains(source))
        .ifPresent(at ->
            problems.error(
                at,
                "unknown-source",
                "there is no source `" + source + "`" + Suggestion.hint(source, sources)));
    return new Credentials.Serving(
        item.text("type"),
        item.texts("actions"),
        new Credentials.On(
            item.texts("targets"),
            item
                .words("environments", Environment::of, List.of(Environment.values()))
                .orElse(List.of())
                .stream()
                .map(Environment::label)
                .toList()),
        source);
  }
}
