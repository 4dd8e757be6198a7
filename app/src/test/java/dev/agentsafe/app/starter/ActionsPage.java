package dev.agentsafe.app.starter;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Manual;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes {@code docs/actions.md} out of the starter's catalogue and what executors say. */
final class ActionsPage {
  private static final String HEAD =
      """
      # Actions

      What each action of the starter catalogue takes, checks, does and leaves, and how it is undone. This page is made of the catalogue and of
      what the executors say of themselves; `./mvnw -q -pl app -am test -Dtest=ActionsTest -Dactions.write=true -Dsurefire.failIfNoSpecifiedTests=false`
      writes it anew, and a test fails where it says something else.

      Of all actions: what the target is bound to fills the parameters named under *binding*, and one that disagrees is a denial. A precheck that
      is *blocking* stops the run where it does not hold, an *advisory* one is shown. The declared state fields are captured before and after,
      in their declared type; *decisive* ones are compared with what people were shown. A write is sent once; an answer that is lost
      makes the run *unknown*, and it is read back. Every order ends with its deadline.

      """;

  private final Catalog catalog;
  private final List<Executor> executors;

  ActionsPage(Catalog catalog, List<Executor> executors) {
    this.catalog = catalog;
    this.executors = executors;
  }

  String text() {
    var page = new StringBuilder(HEAD);
    page.append("| action | risk | on | done by | undone by |\n|---|---|---|---|---|\n");
    var actions =
        catalog.actions().stream()
            .sorted((a, b) -> a.name().value().compareTo(b.name().value()))
            .toList();
    actions.forEach(action -> page.append(line(action)));
    actions.forEach(action -> page.append(section(action)));
    return page.toString();
  }

  /** The executor that does an action. */
  Optional<Executor> executor(Action action) {
    return executors.stream().filter(e -> e.actions().contains(action.name())).findFirst();
  }

  Optional<Manual> manual(Action action) {
    return executor(action).flatMap(e -> e.manual(action.name()));
  }

  private String line(Action action) {
    return "| [`%s`](#%s) | %s | %s | %s | %s |\n"
        .formatted(
            action.name(),
            action.name(),
            action.scope().risk().label(),
            codes(action.scope().targetTypes()),
            executor(action).map(e -> "`" + e.name() + "`").orElse("nobody yet"),
            action.effects().rollbackAction().map(a -> "`" + a + "`").orElse("–"));
  }

  private String section(Action action) {
    var cells = new ArrayList<String[]>();
    cells.add(new String[] {"parameters", parameters(action)});
    cells.add(new String[] {"binding", binding(action)});
    cells.add(new String[] {"prechecks", prechecks(action)});
    var course = manual(action).map(Manual::course);
    cells.add(new String[] {"rehearsal", told(action, course.map(Manual.Course::rehearsal))});
    cells.add(new String[] {"execution", told(action, course.map(Manual.Course::execution))});
    cells.add(new String[] {"verification", told(action, course.map(Manual.Course::verification))});
    cells.add(new String[] {"state", state(action)});
    cells.add(new String[] {"roll back", rollBack(action)});
    cells.add(new String[] {"owners named", told(action, course.map(Manual.Course::owners))});
    return "\n## "
        + action.name()
        + "\n\n"
        + action.summary().description().strip()
        + "\n\n| | |\n|---|---|\n"
        + cells.stream()
            .map(cell -> "| " + cell[0] + " | " + cell[1].replace("\n", " ") + " |\n")
            .collect(Collectors.joining());
  }

  private String told(Action action, Optional<String> words) {
    return words.orElseGet(() ->
        executor(action).isEmpty() ? "no executor does it yet" : "its executor does not tell");
  }

  private String parameters(Action action) {
    var grammar = manual(action).map(Manual::grammar).orElse(Map.of());
    var parts = new ArrayList<String>();
    for (var parameter : action.parameters()) {
      parts.add(parameter(parameter, Optional.ofNullable(grammar.get(parameter.name()))));
    }
    grammar.forEach((names, words) -> {
      if (names.contains(",") && isOf(action, names)) {
        parts.add(codes(List.of(names.split(", ", -1))) + ": " + words);
      }
    });
    return parts.isEmpty() ? "none" : String.join("; ", parts);
  }

  /** Whether an action has all of these parameters; executors do several actions in one way. */
  private static boolean isOf(Action action, String names) {
    return action.parameters().stream()
        .map(Parameter::name)
        .toList()
        .containsAll(List.of(names.split(", ", -1)));
  }

  private static String parameter(Parameter parameter, Optional<String> grammar) {
    var words = new ArrayList<String>();
    words.add(parameter.type().label());
    if (!parameter.use().required()) {
      words.add("optional");
    }
    parameter
        .use()
        .defaultValue()
        .ifPresent(v -> words.add("`" + CanonicalJson.text(v) + "` unless given"));
    if (parameter.use().secret()) {
      words.add("secret");
    }
    var limits = parameter.constraints();
    range(limits.minValue(), limits.maxValue(), "").ifPresent(words::add);
    range(limits.length().min(), limits.length().max(), " characters").ifPresent(words::add);
    limits
        .allowed()
        .ifPresent(
            all -> words.add("one of " + codes(all.stream().map(CanonicalJson::text).toList())));
    grammar
        .or(() -> limits.pattern().map(p -> "`" + p.source().replace("|", "\\|") + "`"))
        .ifPresent(words::add);
    return "`" + parameter.name() + "` " + String.join(", ", words);
  }

  private static Optional<String> range(Optional<Value> min, Optional<Value> max, String unit) {
    if (min.isPresent() && max.isPresent()) {
      return Optional.of(number(min.get()) + " to " + number(max.get()) + unit);
    }
    return min.map(m -> "at least " + number(m) + unit)
        .or(() -> max.map(m -> "at most " + number(m) + unit));
  }

  private static String number(Value value) {
    var text = CanonicalJson.text(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String binding(Action action) {
    var names = RequestParser.bindable(action);
    var kubernetes = action.scope().targetTypes().stream().anyMatch(t -> t.startsWith("k8s-"));
    return names.isEmpty()
        ? "only where it is: no parameter names the object"
        : (kubernetes ? "" : "what the binding has of ") + codes(names);
  }

  private String prechecks(Action action) {
    var known = manual(action).map(Manual::prechecks).orElse(Map.of());
    var parts = new ArrayList<String>();
    for (var check : action.scope().prechecks()) {
      var told = Optional.ofNullable(known.get(check.name()));
      parts.add(
          "`"
              + check.name()
              + "` "
              + told.map(t -> weight(t.weight()) + ": " + t.words())
                  .orElse(told(action, Optional.empty())));
    }
    return parts.isEmpty() ? "none" : String.join("; ", parts);
  }

  private static String weight(Manual.Weight weight) {
    return switch (weight) {
      case BLOCKING -> "blocking";
      case ADVISORY -> "advisory";
      case DEPENDS -> "blocking or advisory";
    };
  }

  private static String state(Action action) {
    var decisive = action.effects().decisive();
    var fields =
        action.effects().stateFields().stream()
            .map(f ->
                "`"
                    + f.name()
                    + "` "
                    + f.type()
                    + (decisive.contains(f.name()) ? ", decisive" : ""))
            .toList();
    return fields.isEmpty() ? "none declared" : String.join("; ", fields);
  }

  private String rollBack(Action action) {
    var effects = action.effects();
    var told =
        manual(action)
            .map(m ->
                switch (m.undoing()) {
                  case Manual.Undoing.Inverse(var words) -> words;
                  case Manual.Undoing.Irreversible(var why) -> "irreversible: " + why;
                  case Manual.Undoing.ChangesNothing() -> "nothing to undo: it changes nothing";
                });
    if (effects.rollbackAction().isEmpty()) {
      return told.orElse("irreversible, says the catalogue");
    }
    var with =
        effects.rollbackParams().entrySet().stream()
            .map(e -> "`" + e.getKey() + "` from `" + e.getValue().source() + "`")
            .collect(Collectors.joining(", "));
    return "`"
        + effects.rollbackAction().get()
        + "` with "
        + with
        + told.map(words -> ": " + words).orElse("");
  }

  private static String codes(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
