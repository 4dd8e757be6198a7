package dev.agentsafe.editors.assist;

import dev.agentsafe.core.policy.Glob;
import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Gives an action, a target, a rule or a test another name, everywhere it is written. */
final class Renaming {
  private static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9-]*");

  private final Workbench bench;

  Renaming(Workbench bench) {
    this.bench = bench;
  }

  /** Whether names of that kind can be changed. */
  static boolean isOffered(Name.Kind kind) {
    return switch (kind) {
      case ACTION, TARGET, RULE, TEST -> true;
      case PARAMETER,
          STATE_FIELD,
          TARGET_TYPE,
          ENVIRONMENT,
          LABEL,
          LABEL_VALUE,
          AGENT,
          AGENT_ROLE,
          AGENT_GROUP,
          OPERATOR,
          OPERATOR_ROLE,
          OPERATOR_GROUP ->
          false;
    };
  }

  /** What has to be written where, or why it is refused. */
  Renamed to(Name name, String wanted) {
    return refusal(name, wanted)
        .<Renamed>map(Renamed.Refused::new)
        .orElseGet(() -> {
          var places = places(name);
          return unsure(places)
              .<Renamed>map(Renamed.Refused::new)
              .orElseGet(() -> new Renamed.Done(edits(places, wanted), globs(name, wanted)));
        });
  }

  private Optional<String> refusal(Name name, String wanted) {
    if (!isOffered(name.kind())) {
      return Optional.of(
          "`" + name.text() + "` is no action, target, rule or test; only these have other names");
    }
    if (isGlob(name)) {
      return Optional.of("`" + name.text() + "` stands for several actions; rename one of them");
    }
    if (wanted.isBlank() || !wanted.strip().equals(wanted) || hasControls(wanted)) {
      return Optional.of(
          "`" + wanted + "` is no name; write a text on one line, without spaces around it");
    }
    if (name.kind() == Name.Kind.ACTION && !ACTION.matcher(wanted).matches()) {
      return Optional.of(
          "`"
              + wanted
              + "` is no name of an action; use lower-case letters, digits and hyphens, a letter"
              + " first");
    }
    if (wanted.equals(name.text())) {
      return Optional.of("`" + wanted + "` is its name already; choose another one");
    }
    return taken(name, wanted).or(() -> unread(name));
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static boolean isGlob(Name name) {
    return name.kind() == Name.Kind.ACTION && !Glob.of(name.text()).isExact();
  }

  private Optional<String> taken(Name name, String wanted) {
    return bench.names(name.kind()).stream()
        .filter(each -> each.text().equals(wanted))
        .findFirst()
        .map(each ->
            "`%s` is a name already, in `%s`; choose another one"
                .formatted(wanted, each.file().getFileName()));
  }

  /** What cannot be read may hold the name: then some of it would keep the old one. */
  private Optional<String> unread(Name name) {
    return bench.files().stream()
        .filter(file -> !file.tree().broken().isEmpty() && file.text().contains(name.text()))
        .findFirst()
        .map(file ->
            "line %d of `%s` is no YAML, and the file may name `%s` there; correct it first"
                .formatted(
                    file.tree().broken().getFirst().span().line(),
                    file.path().getFileName(),
                    name.text()));
  }

  private Map<TextFile, List<Name>> places(Name name) {
    var byFile = new LinkedHashMap<TextFile, List<Name>>();
    for (var each : new References(bench).exact(name)) {
      bench
          .file(each.file())
          .ifPresent(file -> byFile.computeIfAbsent(file, f -> new ArrayList<>()).add(each));
    }
    return byFile;
  }

  /** What does not stand where it seems to, or not as one piece, would be overwritten wrongly. */
  private static Optional<String> unsure(Map<TextFile, List<Name>> places) {
    for (var place : places.entrySet()) {
      var rows = new Lines(place.getKey().text());
      var file = place.getKey().path().getFileName();
      if (rows.isCountedOtherwise()) {
        return Optional.of(
            "`%s` has a byte order mark or unusual line breaks, so that places in it are not sure; save it as UTF-8 without the mark, with usual line breaks, first"
                .formatted(file));
      }
      for (var name : place.getValue()) {
        var written = rows.text().substring(rows.from(name.span()), rows.to(name.span()));
        if (!Scalars.unquoted(written).equals(name.text())) {
          return Optional.of(
              "line %d of `%s` does not write `%s` plainly on one line; do that first"
                  .formatted(name.span().line(), file, name.text()));
        }
      }
    }
    return Optional.empty();
  }

  private static Map<Path, Renamed.InFile> edits(Map<TextFile, List<Name>> places, String wanted) {
    var edits = new TreeMap<Path, Renamed.InFile>();
    places.forEach((file, names) -> edits.put(file.path(), inFile(file, names, wanted)));
    return edits;
  }

  private static Renamed.InFile inFile(TextFile file, List<Name> names, String wanted) {
    var rows = new Lines(file.text());
    var edits =
        names.stream()
            .map(name -> {
              int from = rows.from(name.span());
              return new Edit(
                  from, rows.to(name.span()), written(file.text().charAt(from), wanted));
            })
            .toList();
    return new Renamed.InFile(file.version(), file.open(), file.text(), edits);
  }

  /** Quoted where it was and can be, and where it has to be. */
  private static String written(char first, String wanted) {
    return switch (first) {
      case '"', '\'' -> Written.quoted(wanted, first);
      default -> Written.text(wanted);
    };
  }

  private List<Name> globs(Name name, String wanted) {
    return name.kind() == Name.Kind.ACTION
        ? new References(bench).telling(name, wanted)
        : List.of();
  }
}
