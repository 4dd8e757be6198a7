package dev.agentsafe.app.agents;

import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** The agents as a screen of the shell. */
public final class AgentsScreen implements Screen {
  private final AgentsViewModel model;
  private final Consumer<Screen> show;
  private Optional<AgentsView> view = Optional.empty();

  /**
   * The agents of that model.
   *
   * @param show brings a screen to the front
   */
  public AgentsScreen(AgentsViewModel model, Consumer<Screen> show) {
    this.model = model;
    this.show = show;
  }

  @Override
  public Entry entry() {
    return new Entry("agents", Group.OPERATE, Words.of("agents.title"), Icon.AGENT);
  }

  @Override
  public Node node() {
    var made = new AgentsView(model);
    view = Optional.of(made);
    return made;
  }

  @Override
  public void shown() {
    model.refresh();
    view.ifPresent(AgentsView::focus);
  }

  @Override
  public String keys() {
    return Words.of("agents.keys");
  }

  @Override
  public boolean key(KeyEvent event) {
    return view.map(v -> v.key(event)).orElse(false);
  }

  @Override
  public List<Hit> hits() {
    return model.agents().stream()
        .map(agent ->
            new Hit(
                Words.of("palette.agent"),
                Untrusted.line(agent.seen().id().value(), 80),
                Untrusted.line(agent.seen().name(), 80),
                () -> {
                  show.accept(this);
                  model.select(agent);
                }))
        .toList();
  }
}
