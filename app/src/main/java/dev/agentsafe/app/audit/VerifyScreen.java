package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Optional;
import javafx.scene.Node;

/** The verification as a screen of the shell. */
public final class VerifyScreen implements Screen {
  private final VerifyViewModel model;
  private Optional<VerifyView> view = Optional.empty();

  /** The verification of that model. */
  public VerifyScreen(VerifyViewModel model) {
    this.model = model;
  }

  @Override
  public Entry entry() {
    return new Entry("verify", Group.AUDIT, Words.of("verify.title"), Icon.VERIFY);
  }

  @Override
  public Node node() {
    var made = new VerifyView(model);
    view = Optional.of(made);
    return made;
  }

  @Override
  public void shown() {
    view.ifPresent(v -> Focus.on(v.first()));
  }
}
