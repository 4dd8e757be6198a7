package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.scene.Node;

/** The verification as a screen of the shell. */
public final class VerifyScreen implements Screen {
  private final VerifyViewModel model;
  private final LongConsumer jump;
  private Optional<VerifyView> view = Optional.empty();

  /**
   * The verification of that model.
   *
   * @param jump brings an entry of this workspace's journal into view
   */
  public VerifyScreen(VerifyViewModel model, LongConsumer jump) {
    this.model = model;
    this.jump = jump;
  }

  @Override
  public Entry entry() {
    return new Entry("verify", Group.AUDIT, Words.of("verify.title"), Icon.VERIFY);
  }

  @Override
  public Node node() {
    var made = new VerifyView(model, jump);
    view = Optional.of(made);
    return made;
  }

  @Override
  public void shown() {
    view.ifPresent(v -> Focus.on(v.first()));
  }
}
