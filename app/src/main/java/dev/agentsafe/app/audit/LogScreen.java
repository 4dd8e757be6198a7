package dev.agentsafe.app.audit;

import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** The log as a screen of the shell. */
public final class LogScreen implements Screen {
  private final LogViewModel model;
  private final LogWays ways;
  private final Exports exports;
  private Optional<LogView> view = Optional.empty();

  /** The log of that model. */
  public LogScreen(LogViewModel model, LogWays ways, Exports exports) {
    this.model = model;
    this.ways = ways;
    this.exports = exports;
  }

  @Override
  public Entry entry() {
    return new Entry("log", Group.AUDIT, Words.of("log.title"), Icon.LOG);
  }

  @Override
  public Node node() {
    var made = new LogView(model, ways, exports);
    view = Optional.of(made);
    return made;
  }

  @Override
  public void shown() {
    model.open();
    view.ifPresent(LogView::focus);
  }

  @Override
  public String keys() {
    return Words.of("log.keys");
  }

  @Override
  public boolean key(KeyEvent event) {
    return view.map(v -> v.key(event)).orElse(false);
  }
}
