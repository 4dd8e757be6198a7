package dev.agentsafe.app.run;

import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** The runs as a screen of the shell. */
public final class RunsScreen implements Screen {
  private final RunsView view;

  /** The runs of that model. */
  public RunsScreen(RunsViewModel model) {
    view = new RunsView(model);
  }

  @Override
  public Entry entry() {
    return new Entry("runs", Group.OPERATE, Words.of("runs.title"), Icon.RUNS);
  }

  @Override
  public Node node() {
    return view;
  }

  @Override
  public void shown() {
    view.focus();
  }

  @Override
  public String keys() {
    return Words.of("runs.keys");
  }

  @Override
  public boolean key(KeyEvent event) {
    return view.key(event);
  }
}
