package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.run.RunParts;
import dev.agentsafe.app.run.Stages;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.ButtonSkin;
import javafx.scene.control.skin.LabelSkin;
import javafx.scene.control.skin.ListViewSkin;
import javafx.scene.control.skin.ScrollPaneSkin;
import javafx.scene.control.skin.SplitPaneSkin;
import javafx.scene.control.skin.TextFieldSkin;
import javafx.scene.control.skin.TitledPaneSkin;
import javafx.scene.control.skin.ToggleButtonSkin;
import javafx.scene.layout.VBox;

/**
 * Builds once, away from the screen, what the first question, its answer and its run will be built
 * of, and throws it away: the first time costs the loading of classes, and the screen's thread must
 * not pay it while a person waits. For any thread: no node of it is ever in a window.
 */
public final class WarmUp {
  private WarmUp() {}

  /** Does it. */
  public static void run() {
    var run = Optional.of(execution());
    var thrownAway = new VBox();
    for (var standing :
        List.of(
            new Standing.Pending(), new Standing.Approved("sample", ""), new Standing.Expired())) {
      var question = question(standing);
      thrownAway.getChildren().add(new QuestionHead(question));
      build(thrownAway, QuestionParts.of(question, true));
      build(thrownAway, OutcomeParts.of(question, run));
    }
    build(thrownAway, RunParts.of(run.orElseThrow()));
    thrownAway.getChildren().add(new Stages(Optional.empty()));
    compare();
    controls();
  }

  /**
   * What a screen shows is compared with what comes: records link their comparison at the first.
   */
  private static void compare() {
    var known = new HashSet<Object>();
    known.add(question(new Standing.Pending()));
    known.add(question(new Standing.Pending()));
    known.add(execution());
    known.add(execution());
    if (known.size() != 2) {
      throw new IllegalStateException("samples are not equal: " + known);
    }
  }

  private static void build(VBox into, List<Part> parts) {
    parts.forEach(part -> into.getChildren().add(part.make().get()));
  }

  private static Value.Fields replicas(int count) {
    return new Value.Fields(Map.of("replicas", Value.of(count)));
  }

  private static List<PrecheckResult> checks() {
    return List.of(new PrecheckResult("sample", true, "sample", false));
  }

  private static Question.Deed deed() {
    return new Question.Deed(
        "sample",
        "sample",
        new Question.Aim("sample", "sample", Environment.PROD, Sensitivity.PUBLIC, "sample"),
        new Question.Risk(RiskClass.LOW, RiskClass.LOW),
        true);
  }

  private static Execution execution() {
    var account = new RunRecord.Account(replicas(1), replicas(2), checks(), 1, "sample");
    return new Execution(
        new RunId("run-000000000000"),
        deed(),
        new Execution.Origin("sample", "evt-000000000000", Instant.EPOCH, Optional.empty(), false),
        Optional.of(new RunRecord.Succeeded(account, replicas(2))),
        new Execution.Seen(List.of("sample"), List.of()));
  }

  private static Question question(Standing standing) {
    var rehearsal =
        new Rehearsal(replicas(1), replicas(2), List.of("sample"), checks(), List.of("sample"));
    return new Question(
        new ApprovalId("apr-000000000000"),
        new Question.What(
            deed(), replicas(1), Optional.of("sample"), "evt-000000000000", Optional.of("sample")),
        new Question.Who("sample", "sample", List.of("sample"), List.of("sample"), List.of("one")),
        new Question.Why("sample", "sample", "sample", List.of(), true),
        new Question.Now(
            standing,
            new Question.Span(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)),
            new Rehearsal.Outcome.Done(rehearsal),
            ballot(),
            Optional.empty()));
  }

  private static Question.Ballot ballot() {
    var voter = new Operator(new OperatorId("sample"), "sample", List.of(), List.of());
    var seen = new Seen("", "", "");
    var said =
        new VoteStatement(
            new ApprovalId("apr-000000000000"),
            seen,
            VoteStatement.Choice.approve("sample"),
            new VoteStatement.By(voter.id(), ""),
            new VoteStatement.Moment(Instant.EPOCH, 1));
    var votes = List.of(new Vote(voter, new SignedVote(said, "")));
    return new Question.Ballot(seen, Quorum.places(List.of(), votes), votes, Question.Liberty.NONE);
  }

  /** The controls around the parts, with the skins that the style sheets give them. */
  private static void controls() {
    var button = new Button("sample", Icon.PASS.node());
    button.setTooltip(new Tooltip("sample"));
    button.setSkin(new ButtonSkin(button));
    var toggle = new ToggleButton("sample");
    toggle.setToggleGroup(new ToggleGroup());
    toggle.setSkin(new ToggleButtonSkin(toggle));
    var field = new TextField("sample");
    field.setSkin(new TextFieldSkin(field));
    var label = new Label("sample", Icon.WAIT.node());
    label.setSkin(new LabelSkin(label));
    var titled = new TitledPane("sample", label);
    titled.setSkin(new TitledPaneSkin(titled));
    var scroll = new ScrollPane(new VBox(field, new Empty(Icon.INBOX, "sample", "sample")));
    scroll.setSkin(new ScrollPaneSkin(scroll));
    var list = new ListView<String>();
    list.setSkin(new ListViewSkin<>(list));
    var split = new SplitPane(list, scroll);
    split.setSkin(new SplitPaneSkin(split));
  }
}
