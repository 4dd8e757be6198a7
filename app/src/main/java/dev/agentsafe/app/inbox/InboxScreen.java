package dev.agentsafe.app.inbox;

import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The inbox as a screen of the shell. */
public final class InboxScreen implements Screen {
  private final InboxViewModel model;
  private final Consumer<String> undo;
  private final Consumer<Screen> show;
  private Optional<InboxView> view = Optional.empty();
  private Optional<ReviewsBar> reviews = Optional.empty();

  /**
   * The inbox of that model.
   *
   * @param undo opens the roll-back of a decision's run
   * @param show brings a screen to the front
   */
  public InboxScreen(InboxViewModel model, Consumer<String> undo, Consumer<Screen> show) {
    this.model = model;
    this.show = show;
    this.undo = undo;
  }

  /** What it shows. */
  public InboxViewModel model() {
    return model;
  }

  @Override
  public Entry entry() {
    return new Entry("inbox", Group.OPERATE, Words.of("inbox.title"), Icon.INBOX);
  }

  @Override
  public List<Runnable> beforehand() {
    return List.of(this::view, this::reviews);
  }

  @Override
  public Node node() {
    VBox.setVgrow(view(), Priority.ALWAYS);
    return new VBox(reviews(), view());
  }

  private InboxView view() {
    if (view.isEmpty()) {
      view = Optional.of(new InboxView(model, undo));
    }
    return view.get();
  }

  private ReviewsBar reviews() {
    if (reviews.isEmpty()) {
      reviews = Optional.of(new ReviewsBar(model.reviews()));
    }
    return reviews.get();
  }

  @Override
  public Optional<ObservableValue<String>> badge() {
    return Optional.of(
        model.open().map(n -> n.intValue() == 0 ? "" : String.valueOf(n.intValue())));
  }

  @Override
  public void shown() {
    view.ifPresent(InboxView::focus);
  }

  @Override
  public String keys() {
    return Words.of("inbox.keys");
  }

  @Override
  public boolean key(KeyEvent event) {
    return view.map(v -> v.key(event)).orElse(false);
  }

  @Override
  public List<Hit> hits() {
    return model.rows().stream()
        .map(row -> {
          var deed = row.question().get().what().deed();
          return new Hit(
              Words.of("palette.request"),
              Untrusted.line(deed.action(), 60) + " → " + Untrusted.line(deed.aim().id(), 80),
              row.id().value(),
              () -> {
                show.accept(this);
                model.select(row.id());
              });
        })
        .toList();
  }
}
