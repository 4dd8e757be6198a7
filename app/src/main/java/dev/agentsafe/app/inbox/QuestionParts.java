package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.display.CheckList;
import dev.agentsafe.app.display.DiffView;
import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.RawText;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.display.TraceList;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.state.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** The evidence, why a person is needed, who asks, with which values. */
final class QuestionParts {
  private QuestionParts() {}

  /** The parts of that question, uppermost first. */
  static List<Part> of(Question question, boolean withEvidence) {
    var parts = new ArrayList<Part>();
    var now = question.now();
    if (withEvidence) {
      parts.add(new Part("evidence", now.evidence(), () -> evidence(now.evidence())));
      if (now.evidence() instanceof Rehearsal.Outcome.Done(var rehearsal)
          && !rehearsal.prechecks().isEmpty()) {
        var checks = rehearsal.prechecks();
        parts.add(
            new Part(
                "checks",
                checks,
                () -> new Section(Words.of("evidence.prechecks"), new CheckList(checks))));
      }
    }
    parts.add(new Part("why", question.why(), () -> why(question.why())));
    parts.add(new Part("who", question.who(), () -> who(question.who())));
    parts.add(new Part("asked", question.what(), () -> asked(question)));
    if (now.ballot().needed() > 1 || !now.ballot().votes().isEmpty()) {
      parts.add(new Part("votes", now.ballot(), () -> votes(now.ballot())));
    }
    parts.add(
        new Part(
            "raw", question.what(), () -> new RawText(Words.of("question.raw"), raw(question))));
    return parts;
  }

  static Section evidence(Rehearsal.Outcome outcome) {
    return switch (outcome) {
      case Rehearsal.Outcome.Gathering g ->
          new Section(
              Words.of("evidence.title"), Section.text(Words.of("evidence.gathering"), "muted"));
      case Rehearsal.Outcome.NotPossible(var why, var hint) -> {
        var box =
            new VBox(
                Section.text(Untrusted.line(why), "strong"),
                Section.text(hint.map(Untrusted::line).orElse(Words.of("evidence.blind"))));
        box.getStyleClass().addAll("notice", "notice-warn");
        yield new Section(Words.of("evidence.title"), box);
      }
      case Rehearsal.Outcome.Done(var rehearsal) -> rehearsed(rehearsal);
    };
  }

  private static Section rehearsed(Rehearsal rehearsal) {
    var sides = new DiffView.Sides(Words.of("evidence.now"), Words.of("evidence.after"));
    var section =
        new Section(
            Words.of("evidence.title"),
            new DiffView(sides, Change.between(rehearsal.now(), rehearsal.after())));
    if (!rehearsal.affected().isEmpty()) {
      var objects = new FlowPane();
      objects.getStyleClass().add("facts");
      objects.getChildren().add(new Label(Words.of("evidence.affected")));
      rehearsal.affected().stream()
          .limit(40)
          .forEach(o -> {
            var badge = Badge.of(Untrusted.line(o, 80), Badge.Tone.NEUTRAL);
            badge.getStyleClass().add("mono");
            objects.getChildren().add(badge);
          });
      section.getChildren().add(objects);
    }
    for (var note : rehearsal.notes()) {
      var line = Section.text(Untrusted.line(note));
      line.setGraphic(Icon.INFO.node());
      section.getChildren().add(line);
    }
    return section;
  }

  private static Section why(Question.Why why) {
    var rule = new Label(why.rule());
    rule.getStyleClass().addAll("mono", "strong");
    var place = new Label(why.place());
    place.getStyleClass().addAll("mono", "muted");
    var section =
        new Section(
            Words.of("why.title"),
            Section.text(Untrusted.line(why.reason())),
            Section.row(rule, place));
    if (!why.trace().isEmpty()) {
      section.getChildren().add(new TraceList(why.trace()));
    }
    return section;
  }

  static Section who(Question.Who who) {
    var chain = new FlowPane();
    chain.getStyleClass().add("chain");
    for (var link : who.chain()) {
      var label = new Label(Untrusted.line(link, 60), Icon.AGENT.node());
      chain.getChildren().addAll(label, Icon.CHEVRON.node());
    }
    var last = new Label(Untrusted.line(who.agent(), 60), Icon.AGENT.node());
    last.getStyleClass().add("strong");
    chain.getChildren().add(last);
    chain.setAccessibleText(String.join(" → ", who.chain()) + " → " + who.agent());
    var grid = new FieldGrid();
    if (!who.name().isBlank()) {
      grid.line(Words.of("who.name"), Untrusted.line(who.name(), 120));
    }
    grid.line(Words.of("who.roles"), list(who.roles()));
    if (!who.groups().isEmpty()) {
      grid.line(Words.of("who.groups"), list(who.groups()));
    }
    return new Section(Words.of("who.title"), chain, grid);
  }

  private static String list(List<String> names) {
    return names.isEmpty()
        ? Words.of("who.none")
        : names.stream().map(n -> Untrusted.line(n, 60)).collect(Collectors.joining(", "));
  }

  private static Section asked(Question question) {
    var grid = new FieldGrid();
    question
        .what()
        .params()
        .values()
        .forEach((name, value) -> grid.code(Untrusted.line(name, 60), ValueText.line(value)));
    if (question.what().params().values().isEmpty()) {
      grid.line(Words.of("asked.params"), Words.of("asked.noparams"));
    }
    grid.line(
        Words.of("asked.ticket"),
        question
            .what()
            .changeTicket()
            .map(t -> Untrusted.line(t, 80))
            .orElse(Words.of("asked.noticket")));
    grid.line(Words.of("asked.at"), Spans.full(question.now().span().asked()));
    grid.line(Words.of("asked.until"), Spans.full(question.now().span().expires()));
    return new Section(Words.of("asked.title"), grid);
  }

  static Section votes(Question.Ballot ballot) {
    var grid = new FieldGrid();
    for (var place : ballot.places()) {
      grid.line(
          Quorum.describe(List.of(one(place.clause()))),
          place
              .by()
              .map(p -> Badge.of(Untrusted.line(p.id().value(), 60), Badge.Tone.GOOD, Icon.PASS))
              .orElseGet(() -> Badge.of(Words.of("votes.missing"), Badge.Tone.NEUTRAL, Icon.WAIT)));
    }
    for (var vote : ballot.votes()) {
      grid.line(
          Untrusted.line(vote.voter().id().value(), 60),
          Words.of(
              "votes.line",
              vote.approves() ? Words.of("standing.approved") : Words.of("standing.denied"),
              Spans.clock(vote.castAt()),
              Untrusted.line(vote.reason())));
    }
    return new Section(Words.of("votes.title", ballot.filled(), ballot.needed()), grid);
  }

  /** One place of a clause that asks for several people. */
  private static Rule.QuorumClause one(Rule.QuorumClause clause) {
    return new Rule.QuorumClause(clause.roles(), clause.groups(), clause.users(), 1);
  }

  private static String raw(Question question) {
    var what = question.what();
    return Words.of(
        "question.raw.text",
        question.id().value(),
        what.auditId(),
        Untrusted.line(what.deed().action()),
        Untrusted.line(what.deed().aim().id()),
        Untrusted.line(question.who().agent()),
        ValueText.block(what.params()));
  }
}
