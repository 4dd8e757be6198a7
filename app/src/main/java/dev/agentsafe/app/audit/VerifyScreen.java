package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import javafx.scene.Node;

/** The verification as a screen of the shell. */
public final class VerifyScreen implements Screen {
  private final VerifyView view;

  /** The verification of that model. */
  public VerifyScreen(VerifyViewModel model) {
    view = new VerifyView(model);
  }

  @Override
  public Entry entry() {
    return new Entry("verify", Group.AUDIT, Words.of("verify.title"), Icon.VERIFY);
  }

  @Override
  public Node node() {
    return view;
  }

  @Override
  public void shown() {
    Focus.on(view.first());
  }
}
