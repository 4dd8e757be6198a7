package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.inbox.Offer.Line;
import dev.agentsafe.app.inbox.Offer.Verdict;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.approval.Narrowing;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.Rule;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** The parameters that can be made smaller, the ticket's life, and what the rules say of it. */
final class OfferForm extends VBox {
  private final GridPane grid = new GridPane();
  private final HBox verdict = Section.row();
  private Optional<Node> first = Optional.empty();
  private Subscription watching = Subscription.EMPTY;

  OfferForm(Offer offer, Question question) {
    getStyleClass().add("offer-form");
    setId("offer-form");
    grid.getStyleClass().add("fields");
    var at = 0;
    for (var line : offer.lines().get()) {
      var name = line.room().parameter().name();
      switch (line) {
        case Line.Amount number ->
            row(
                at++,
                name,
                ValueText.line(number.room().asked()),
                field("offer-" + name, name, number.text()),
                number.room().range().map(OfferForm::words).orElse(""));
        case Line.Items items -> row(at++, name, "", switches(name, items), "");
      }
    }
    var most = question.now().ballot().liberty().ticketSeconds();
    row(
        at++,
        Words.of("offer.life"),
        Words.of("offer.life.now", most),
        field("offer-life", Words.of("offer.life"), offer.life()),
        Words.of("offer.life.range", most));
    var title = Section.text(Words.of("offer.title"), "strong");
    verdict.setId("offer-verdict");
    var scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().addAll("edge-to-edge", "offer-scroll");
    scroll.setFocusTraversable(false);
    getChildren().addAll(title, scroll, verdict);
    var fixed = fixed(offer, question);
    if (!fixed.isEmpty()) {
      getChildren().add(1, Section.text(Words.of("offer.fixed", fixed), "muted"));
    }
    sceneProperty()
        .subscribe(scene -> {
          watching.unsubscribe();
          watching = scene == null ? Subscription.EMPTY : offer.verdict().subscribe(this::show);
        });
  }

  Node first() {
    return first.orElse(this);
  }

  private TextField field(String id, String name, StringProperty text) {
    var field = new TextField();
    field.setId(id);
    field.setAccessibleText(name);
    field.setPrefColumnCount(8);
    field.textProperty().bindBidirectional(text);
    first = first.or(() -> Optional.of(field));
    return field;
  }

  private FlowPane switches(String name, Line.Items items) {
    var pane = new FlowPane();
    pane.getStyleClass().add("facts");
    for (var at = 0; at < items.items().size(); at++) {
      var box = new CheckBox(ValueText.line(items.items().get(at)));
      box.setAccessibleText(Words.of("offer.item", name, box.getText()));
      box.selectedProperty().bindBidirectional(items.kept().get(at));
      first = first.or(() -> Optional.of(box));
      pane.getChildren().add(box);
    }
    return pane;
  }

  private void row(int at, String name, String asked, Node field, String range) {
    var label = new Label(Untrusted.line(name, 60));
    label.getStyleClass().add("field-name");
    label.setMinWidth(USE_PREF_SIZE);
    label.setLabelFor(field);
    var now = new Label(asked.isEmpty() ? "" : Words.of("offer.asked", asked));
    now.getStyleClass().add("muted");
    now.setMinWidth(USE_PREF_SIZE);
    var hint = Section.text(range, "muted");
    grid.add(label, 0, at);
    if (asked.isEmpty()) {
      grid.add(field, 1, at, 3, 1);
    } else {
      grid.addRow(at, now, field, hint);
      GridPane.setHgrow(hint, Priority.ALWAYS);
    }
  }

  private static String words(Narrowing.Range range) {
    return Words.of("offer.range", range.least().toPlainString(), range.most().toPlainString());
  }

  /** What stays as it was asked. */
  private static String fixed(Offer offer, Question question) {
    var free =
        offer.lines().get().stream()
            .map(l -> l.room().parameter().name())
            .collect(Collectors.toSet());
    return question.what().params().values().keySet().stream()
        .filter(name -> !free.contains(name))
        .map(name -> Untrusted.line(name, 40))
        .collect(Collectors.joining(", "));
  }

  private void show(Verdict now) {
    verdict
        .getChildren()
        .setAll(
            switch (now) {
              case Verdict.Same _ -> Section.text(Words.of("offer.same"), "muted");
              case Verdict.Asking _ -> Section.text(Words.of("offer.deciding"), "muted");
              case Verdict.Faulty(var why) -> said(Icon.STOP, "bad", Untrusted.line(why));
              case Verdict.Decided(var decided) -> said(decided.decision());
            });
    if (now instanceof Verdict.Decided(var decided)) {
      verdict.getChildren().add(Badge.of(decided.effectiveRisk()));
    }
  }

  private static Label said(PolicyDecision decision) {
    var rule = decision.rule().map(Rule::name).map(n -> Untrusted.line(n.value(), 60)).orElse("–");
    return switch (decision) {
      case PolicyDecision.Deny(_, var reason) ->
          said(Icon.STOP, "bad", Words.of("offer.denied", rule, Untrusted.line(reason)));
      case PolicyDecision.NeedsApproval _ -> said(Icon.PASS, "good", Words.of("offer.asks", rule));
      case PolicyDecision.Allow _ -> said(Icon.PASS, "good", Words.of("offer.allowed", rule));
    };
  }

  private static Label said(Icon icon, String tone, String text) {
    var label = Section.text(text, "strong");
    var sign = icon.node();
    sign.getStyleClass().add(tone);
    label.setGraphic(sign);
    return label;
  }
}
