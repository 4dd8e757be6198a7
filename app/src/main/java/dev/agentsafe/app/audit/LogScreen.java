package dev.agentsafe.app.audit;

import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** The log as a screen of the shell. */
public final class LogScreen implements Screen {
  private final LogView view;

  /** The log of that model. */
  public LogScreen(LogViewModel model) {
    view = new LogView(model);
  }

  @Override
  public Entry entry() {
    return new Entry("log", Group.AUDIT, Words.of("log.title"), Icon.LOG);
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
    return Words.of("log.keys");
  }

  @Override
  public boolean key(KeyEvent event) {
    return view.key(event);
  }
}
