package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.History;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The recorded decisions that come out otherwise under the draft; FX thread only. */
final class ReplayView extends BorderPane {
  private static final double AROUND = 48;

  private final PreviewViewModel model;
  private final PreviewPane.Links links;
  private final Runnable toDecide;
  private final ObservableList<Flip> flips = FXCollections.observableArrayList();
  private final ListView<Flip> list = new ListView<>(flips);
  private final VBox head = new VBox();

  /**
   * The view of that model.
   *
   * @param toDecide shows the tab where one request is looked at
   */
  ReplayView(PreviewViewModel model, PreviewPane.Links links, Runnable toDecide) {
    this.model = model;
    this.links = links;
    this.toDecide = toDecide;
    list.setId("replay-flips");
    list.setAccessibleText(Words.of("replay.flips"));
    list.getStyleClass().addAll("edge-to-edge", "rows");
    list.setCellFactory(v -> new FlipCell());
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        selected(flip -> links.entry().accept(flip.decision().seq()));
      } else if (e.getCode() == KeyCode.T) {
        selected(model.replay()::keep);
      } else if (e.getCode() == KeyCode.D) {
        selected(this::decide);
      }
    });
    head.getStyleClass().add("list-head");
    setTop(head);
    setCenter(list);
    model.replay().state().subscribe(this::show);
  }

  private void selected(Consumer<Flip> use) {
    var flip = list.getSelectionModel().getSelectedItem();
    if (flip != null) {
      use.accept(flip);
    }
  }

  private void decide(Flip flip) {
    model.decide().take(flip.decision());
    toDecide.run();
  }

  private void show(ReplayViewModel.State state) {
    switch (state) {
      case ReplayViewModel.State.Waiting _ -> head.getChildren().clear();
      case ReplayViewModel.State.Working _ -> {
        var bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        bar.setMaxWidth(Double.MAX_VALUE);
        head.getChildren().setAll(new Label(Words.of("replay.job")), bar);
      }
      case ReplayViewModel.State.Failed(var why) -> {
        var again = new Button(Words.of("replay.again"));
        again.setOnAction(e -> model.replay().refresh());
        head.getChildren().setAll(Section.text(why, "bad"), again);
      }
      case ReplayViewModel.State.Done(var history, var found, var asked) -> {
        flips.setAll(found);
        list.scrollTo(0);
        list.setPlaceholder(
            history.decisions().isEmpty()
                ? new Empty(Icon.LOG, Words.of("replay.nothing"), Words.of("replay.nothing.how"))
                : new Empty(Icon.PASS, Words.of("replay.same"), Words.of("replay.same.how")));
        summary(history, found, asked);
      }
    }
  }

  private void summary(History history, List<Flip> found, int asked) {
    var opened = found.stream().filter(f -> f.kind().allows()).count();
    var words =
        Section.text(
            Words.of("replay.summary", history.decisions().size(), found.size(), opened), "strong");
    words.setId("replay-summary");
    var live = new CheckBox(Words.of("replay.live"));
    live.setId("replay-live");
    live.setSelected(model.replay().againstLive().get());
    live.setOnAction(e -> model.replay().againstLive().set(live.isSelected()));
    var again = new Button(Words.of("replay.again"));
    again.setOnAction(e -> model.replay().refresh());
    again.setMinWidth(USE_PREF_SIZE);
    var row = Section.row(live, Section.spring(), again);
    var note = Section.text(note(history, asked), "muted", "small");
    var message = Section.text("", "muted");
    message.textProperty().bind(model.replay().message());
    message.visibleProperty().bind(message.textProperty().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    head.getChildren().setAll(words, row, note, message);
  }

  private static String note(History history, int asked) {
    var text = new StringBuilder(Words.of("replay.asked", asked));
    if (history.assumed() > 0) {
      text.append(' ').append(Words.of("replay.assumed", history.assumed()));
    }
    history
        .left()
        .forEach((why, left) ->
            text.append(' ').append(Words.of("replay.left", left.count(), why.words())));
    return text.toString();
  }

  /** A flip: what became of what, which request, the rules then and now. */
  private final class FlipCell extends ListCell<Flip> {
    @Override
    protected void updateItem(@Nullable Flip flip, boolean empty) {
      super.updateItem(flip, empty);
      setText(null);
      setGraphic(empty || flip == null ? null : lines(flip));
      setPrefWidth(0);
    }

    private VBox lines(Flip flip) {
      var facts = flip.decision().facts();
      var kind =
          new FlowPane(
              DecideView.badge(flip.then().effect()),
              Icon.ARROW.node(),
              DecideView.badge(flip.now().effect()));
      wrapping(kind);
      if (flip.kind().allows()) {
        kind.getChildren().add(Badge.of(Words.of("replay.opens"), Badge.Tone.BAD, Icon.WARN));
      }
      var what =
          Section.text(
              Untrusted.line(
                  facts.action() + " → " + facts.target().map(t -> t.id().value()).orElse(""), 120),
              "row-action");
      var who =
          Section.text(
              Words.of(
                  "replay.who",
                  Untrusted.line(facts.caller().map(c -> c.id().value()).orElse(""), 60),
                  facts.at().text()),
              "muted");
      var lines = new VBox(kind, what, who, rules(flip), commands(flip));
      lines.getStyleClass().add("row-lines");
      return lines;
    }

    /** The height of a row hangs on where its parts wrap. */
    private void wrapping(FlowPane flow) {
      flow.getStyleClass().add("chain");
      flow.prefWrapLengthProperty().bind(list.widthProperty().subtract(AROUND));
    }

    private FlowPane rules(Flip flip) {
      var flow = new FlowPane();
      wrapping(flow);
      flow.getChildren().add(mono(name(flip.then())));
      flow.getChildren().add(Icon.ARROW.node());
      if (flip.now().origin().isPresent()) {
        var link = new Hyperlink(name(flip.now()));
        link.getStyleClass().addAll("mono", "preview-link");
        link.setOnAction(e -> links.place().accept(flip.now().origin().get()));
        flow.getChildren().add(link);
      } else {
        flow.getChildren().add(mono(name(flip.now())));
      }
      return flow;
    }

    private FlowPane commands(Flip flip) {
      var flow = new FlowPane();
      wrapping(flow);
      var entry = new Hyperlink(Words.of("replay.entry", flip.decision().seq()));
      entry.setOnAction(e -> links.entry().accept(flip.decision().seq()));
      var why = new Hyperlink(Words.of("replay.why"));
      why.setOnAction(e -> decide(flip));
      var keep = new Hyperlink(Words.of("replay.keep"));
      keep.setOnAction(e -> model.replay().keep(flip));
      for (var link : List.of(entry, why, keep)) {
        link.getStyleClass().add("preview-link");
        flow.getChildren().add(link);
      }
      return flow;
    }

    private static Label mono(String text) {
      var label = new Label(text);
      label.getStyleClass().addAll("mono", "muted");
      return label;
    }

    private static String name(Flip.Side side) {
      return side.rule().map(r -> Untrusted.line(r.value(), 60)).orElse(Words.of("replay.norule"));
    }
  }
}
