package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Span;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.Names;
import dev.agentsafe.editors.language.Workbench;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The words of a workspace that may stand at a place. */
final class Vocabulary {
  private static final String LABELS = "labels";

  private final Workbench bench;
  private final Path file;

  Vocabulary(Workbench bench, Path file) {
    this.bench = bench;
    this.file = file.toAbsolutePath().normalize();
  }

  /**
   * Words of one kind.
   *
   * @param kind what they name; empty where they are no names
   */
  record Words(Optional<Name.Kind> kind, List<String> all) {
    static final Words NONE = new Words(Optional.empty(), List.of());
  }

  /** The keys that an author would choose among, where keys are free. */
  Words keys(Place place) {
    var path = place.caret().path();
    if (path.endsWith("rollback_params")) {
      return scoped(
          place, Name.Kind.PARAMETER, place.outermost().getOrDefault("rollback_action", ""));
    }
    if (path.equals("tests[].params")) {
      return scoped(place, Name.Kind.PARAMETER, place.around().getOrDefault("action", ""));
    }
    return Names.at(place.kind(), path + "{}")
        .map(kind -> words(place, kind, ""))
        .orElse(Words.NONE);
  }

  /** The values that may stand there. */
  Words values(Place place) {
    var path = place.caret().path();
    if (place.kind() == FileKind.ACTION && path.endsWith(".source")) {
      return sources(place);
    }
    if (path.endsWith(".timezone")) {
      return new Words(
          Optional.empty(),
          ZoneId.getAvailableZoneIds().stream().filter(Vocabulary::isNamed).sorted().toList());
    }
    if (path.equals("credentials.serve[].source")) {
      return new Words(Optional.empty(), sourceNames());
    }
    var key = place.key();
    if (key.isPresent() && path.endsWith(LABELS + "." + key.get().name())) {
      return words(place, Name.Kind.LABEL_VALUE, key.get().name());
    }
    return Names.at(place.kind(), path)
        .filter(kind -> !(isOwn(kind) && Names.declares(place.kind(), path)))
        .map(kind -> words(place, kind, ""))
        .orElse(Words.NONE);
  }

  /** Whether a name of that kind is given once only. */
  private static boolean isOwn(Name.Kind kind) {
    return switch (kind) {
      case ACTION, PARAMETER, STATE_FIELD, TARGET, RULE, TEST, OPERATOR -> true;
      case TARGET_TYPE,
          ENVIRONMENT,
          LABEL,
          LABEL_VALUE,
          AGENT,
          AGENT_ROLE,
          AGENT_GROUP,
          OPERATOR_ROLE,
          OPERATOR_GROUP ->
          false;
    };
  }

  private static boolean isNamed(String zone) {
    return zone.equals("UTC")
        || (zone.matches("[A-Z][A-Za-z]+/[A-Za-z_/]+") && !zone.contains("Etc/"));
  }

  /** Where a parameter of a roll-back may come from. */
  private Words sources(Place place) {
    var action = place.outermost().getOrDefault("name", "");
    var all = new ArrayList<String>();
    scoped(place, Name.Kind.PARAMETER, action).all().forEach(name -> all.add("params." + name));
    scoped(place, Name.Kind.STATE_FIELD, action)
        .all()
        .forEach(name -> all.add("before_state." + name));
    return new Words(Optional.empty(), all);
  }

  private List<String> sourceNames() {
    return bench
        .root(bench.settings())
        .map(root -> Nodes.at(root, "credentials", "sources").map(Nodes::keys).orElse(List.of()))
        .orElse(List.of());
  }

  private Words scoped(Place place, Name.Kind kind, String scope) {
    return scope.isEmpty() ? Words.NONE : words(place, kind, scope);
  }

  /** Names that are declared somewhere; of those that nothing declares, the ones that are used. */
  private Words words(Place place, Name.Kind kind, String scope) {
    var declared = new LinkedHashSet<String>();
    var used = new LinkedHashSet<String>();
    var caret = atCaret(place);
    for (var name : bench.names(kind)) {
      if (name.scope().equals(scope) && !isThere(name, caret)) {
        (isDeclared(name, place) ? declared : used).add(name.text());
      }
    }
    return new Words(
        Optional.of(kind), sorted(isOpen(kind, place) ? both(declared, used) : declared));
  }

  /** Who approves is in the list of operators where there is one. */
  private boolean isDeclared(Name name, Place place) {
    if (!name.declared() || place.kind() != FileKind.POLICY) {
      return name.declared();
    }
    return switch (name.kind()) {
      case OPERATOR, OPERATOR_ROLE, OPERATOR_GROUP ->
          bench.files(FileKind.OPERATORS).isEmpty()
              || bench.kind(name.file()).equals(Optional.of(FileKind.OPERATORS));
      default -> true;
    };
  }

  /** Whether words of that kind may be used there without being declared anywhere. */
  private static boolean isOpen(Name.Kind kind, Place place) {
    return switch (kind) {
      case AGENT, AGENT_ROLE, AGENT_GROUP -> true;
      case TARGET_TYPE, LABEL, LABEL_VALUE, OPERATOR_ROLE, OPERATOR_GROUP ->
          place.kind() != FileKind.POLICY;
      default -> false;
    };
  }

  /** Where the word at the caret is, as places of names are counted; empty where none is. */
  private Optional<Span> atCaret(Place place) {
    var word = place.caret().word();
    return bench
        .file(file)
        .filter(open -> word.from() < word.to())
        .map(open -> {
          var lines = new Lines(open.text());
          int line = lines.rowOf(word.from()) + 1;
          int column = lines.column(word.from());
          return new Span(line, column, line, column);
        });
  }

  private boolean isThere(Name name, Optional<Span> place) {
    return place
        .filter(at -> at.line() == name.span().line() && at.column() == name.span().column())
        .filter(at -> name.file().equals(file))
        .isPresent();
  }

  private static Set<String> both(Set<String> declared, Set<String> used) {
    var all = new LinkedHashSet<>(declared);
    all.addAll(used);
    return all;
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }
}
