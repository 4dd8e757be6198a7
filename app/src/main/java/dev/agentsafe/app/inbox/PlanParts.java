package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.CheckList;
import dev.agentsafe.app.display.EntryWords;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.display.TraceList;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.seat.PlanCard;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.state.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** A plan as one card: its steps, and of each what it does, how far it is, and why. */
final class PlanParts {
  private PlanParts() {}

  /** The parts of that plan, uppermost first. */
  static List<Part> of(PlanCard plan) {
    var parts = new ArrayList<Part>();
    parts.add(new Part("head", plan.course(), () -> head(plan)));
    plan.course()
        .stopped()
        .ifPresent(why -> parts.add(new Part("outcome", why, () -> stopped(why))));
    for (var at = 0; at < plan.parts().size(); at++) {
      var number = at + 1;
      var part = plan.parts().get(at);
      var state = stage(plan.course(), part.step());
      parts.add(
          new Part(
              "step-" + number, new Shown(part, state.words()), () -> step(number, part, state)));
    }
    plan.questions().stream()
        .findFirst()
        .ifPresent(q -> parts.add(new Part("who", q.who(), () -> QuestionParts.who(q.who()))));
    return parts;
  }

  private record Shown(PlanCard.Part part, String state) {}

  /** The name of the step that asked that question. */
  static Optional<String> stepOf(PlanCard plan, Question question) {
    return plan.parts().stream()
        .filter(p -> p.question().filter(q -> q.id().equals(question.id())).isPresent())
        .map(p -> Untrusted.line(p.step().id(), 60))
        .findFirst();
  }

  /** How far it is, in a few words. */
  static String progress(PlanCard plan) {
    return plan.course().stopped().isPresent()
        ? Words.of("plan.stopped")
        : Words.of("plan.done", plan.done(), plan.parts().size());
  }

  private static VBox head(PlanCard plan) {
    var title = Section.text(Words.of("plan.title", plan.parts().size()), "question-action");
    title.setGraphic(Icon.PLAN.node());
    var facts = new FlowPane();
    facts.getStyleClass().add("facts");
    risk(plan).ifPresent(r -> facts.getChildren().add(Badge.of(r)));
    facts.getChildren().add(Badge.of(progress(plan), Badge.Tone.NEUTRAL));
    if (plan.waiting() > 0) {
      facts
          .getChildren()
          .add(Badge.of(Words.of("plan.waiting", plan.waiting()), Badge.Tone.ACCENT, Icon.WAIT));
    }
    var box =
        new VBox(
            title,
            facts,
            Section.text(
                Words.of(
                    "plan.one",
                    Untrusted.line(plan.course().caller().value(), 80),
                    plan.course().id().value()),
                "muted"));
    box.getStyleClass().add("question-words");
    return box;
  }

  private static Optional<RiskClass> risk(PlanCard plan) {
    return plan.parts().stream()
        .flatMap(p -> p.decision().stream())
        .flatMap(d -> d.ruling().effectiveRisk().flatMap(RiskClass::of).stream())
        .max(RiskClass::compareTo);
  }

  private static VBox stopped(String why) {
    var box =
        new VBox(
            Section.text(Words.of("plan.stopped.why", Untrusted.line(why)), "strong"),
            Section.text(Words.of("plan.stopped.means")));
    box.getStyleClass().addAll("notice", "notice-bad");
    return box;
  }

  private static Section step(int number, PlanCard.Part part, State state) {
    var subject = part.decision().map(AuditEntry::subject);
    var action = new Label(subject.map(s -> Untrusted.line(s.action(), 60)).orElse(""));
    action.getStyleClass().add("strong");
    var target =
        new Label(subject.map(s -> Untrusted.line(s.target(), 80)).orElse(""), Icon.ARROW.node());
    target.getStyleClass().add("mono");
    var what = new FlowPane(state.badge());
    what.getStyleClass().add("facts");
    part.decision()
        .flatMap(d -> d.ruling().effectiveRisk())
        .flatMap(RiskClass::of)
        .ifPresent(r -> what.getChildren().add(Badge.of(r)));
    what.getChildren().addAll(action, target);
    var section =
        new Section(Words.of("plan.step", number, Untrusted.line(part.step().id(), 60)), what);
    if (!part.step().dependsOn().isEmpty()) {
      var before =
          part.step().dependsOn().stream()
              .map(d -> Untrusted.line(d, 60))
              .collect(Collectors.joining(", "));
      section.getChildren().add(Section.text(Words.of("plan.after", before), "muted"));
    }
    if (!state.detail().isEmpty()) {
      section.getChildren().add(Section.text(state.detail(), "strong"));
    }
    part.decision().ifPresent(d -> section.getChildren().addAll(decided(d, part.question())));
    part.question().ifPresent(q -> section.getChildren().addAll(evidence(q)));
    return section;
  }

  private static List<Node> decided(AuditEntry decision, Optional<Question> question) {
    var rule = decision.ruling().policyMatched().map(r -> Untrusted.line(r, 80)).orElse("–");
    var nodes = new ArrayList<Node>();
    nodes.add(
        Section.text(
            Words.of("plan.decision", Untrusted.line(EntryWords.sentence(decision)), rule)));
    var params =
        decision.params().values().entrySet().stream()
            .map(e -> Untrusted.line(e.getKey(), 40) + " " + ValueText.line(e.getValue()))
            .collect(Collectors.joining("   "));
    if (!params.isEmpty()) {
      nodes.add(Section.code(params, "muted"));
    }
    question
        .map(q -> q.why().trace())
        .filter(trace -> !trace.isEmpty())
        .ifPresent(trace -> {
          var pane = new TitledPane(Words.of("plan.trace"), new TraceList(trace));
          pane.setExpanded(false);
          pane.setAnimated(false);
          pane.getStyleClass().addAll("raw", "dense");
          pane.setAccessibleText(Words.of("plan.trace"));
          nodes.add(pane);
        });
    return nodes;
  }

  private static List<Node> evidence(Question question) {
    var nodes = new ArrayList<Node>();
    nodes.add(QuestionParts.evidence(question.now().evidence()));
    if (question.now().evidence() instanceof Rehearsal.Outcome.Done(var seen)
        && !seen.prechecks().isEmpty()) {
      nodes.add(new CheckList(seen.prechecks()));
    }
    var ballot = question.now().ballot();
    if (ballot.needed() > 1 || !ballot.votes().isEmpty()) {
      nodes.add(QuestionParts.votes(ballot));
    }
    return nodes;
  }

  /** How far a step is: a word, and what else there is to say. */
  private record State(String words, Badge.Tone tone, Icon icon, String detail) {
    Badge badge() {
      return Badge.of(words, tone, icon);
    }
  }

  private static State stage(Course course, Course.Step step) {
    var over = course.stopped().isPresent();
    return switch (step.stage()) {
      case Stage.Succeeded(_, var at) ->
          new State(Words.of("plan.succeeded", Spans.clock(at)), Badge.Tone.GOOD, Icon.PASS, "");
      case Stage.Failed(var why) ->
          new State(Words.of("plan.failed"), Badge.Tone.BAD, Icon.FAIL, Untrusted.line(why));
      case Stage.Running _ ->
          new State(Words.of("plan.running"), Badge.Tone.ACCENT, Icon.RESUME, "");
      case Stage.Asked _, Stage.Cleared _, Stage.Ticketed _ when over ->
          new State(Words.of("plan.void"), Badge.Tone.NEUTRAL, Icon.SKIPPED, "");
      case Stage.Asked _ -> new State(Words.of("plan.asked"), Badge.Tone.ACCENT, Icon.WAIT, "");
      case Stage.Cleared _ ->
          course.obstacle(step).isPresent()
              ? new State(Words.of("plan.cleared"), Badge.Tone.NEUTRAL, Icon.WAIT, "")
              : new State(Words.of("plan.ready"), Badge.Tone.ACCENT, Icon.PASS, "");
      case Stage.Ticketed(var expires) ->
          new State(
              Words.of("plan.ticketed", Spans.clock(expires)), Badge.Tone.ACCENT, Icon.TICKET, "");
    };
  }
}
