package dev.agentsafe.app.run;

import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** The runs as a screen of the shell. */
public final class RunsScreen implements Screen {
  private final RunsViewModel model;
  private Optional<RunsView> view = Optional.empty();

  /** The runs of that model. */
  public RunsScreen(RunsViewModel model) {
    this.model = model;
  }

  @Override
  public Entry entry() {
    return new Entry("runs", Group.OPERATE, Words.of("runs.title"), Icon.RUNS);
  }

  @Override
  public Node node() {
    var made = new RunsView(model);
    view = Optional.of(made);
    return made;
  }

  @Override
  public void shown() {
    view.ifPresent(RunsView::focus);
  }

  @Override
  public String keys() {
    return Words.of("runs.keys");
  }

  @Override
  public boolean key(KeyEvent event) {
    return view.map(v -> v.key(event)).orElse(false);
  }
}
