package dev.agentsafe.app.policy;

import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** Policies, actions and inventory as text, with their problems while one types. */
public final class PolicyScreen implements Screen {
  private static final KeyCodeCombination SAVE =
      new KeyCodeCombination(KeyCode.S, KeyCombination.SHORTCUT_DOWN);

  private static final KeyCodeCombination JUMP =
      new KeyCodeCombination(KeyCode.T, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
  private static final KeyCodeCombination RELOAD =
      new KeyCodeCombination(KeyCode.R, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

  private static final KeyCodeCombination COMMIT =
      new KeyCodeCombination(KeyCode.G, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

  private final PolicyViewModel model;
  private final PreviewViewModel preview;
  private final LongConsumer toEntry;
  private Optional<PolicyView> view = Optional.empty();

  /**
   * The screen of that model.
   *
   * @param preview what the draft does
   * @param toEntry leads to an entry of the journal
   */
  public PolicyScreen(PolicyViewModel model, PreviewViewModel preview, LongConsumer toEntry) {
    this.model = model;
    this.preview = preview;
    this.toEntry = toEntry;
  }

  private void pressed(KeyEvent event) {
    if (SAVE.match(event)) {
      view.ifPresent(PolicyView::save);
      event.consume();
    } else if (RELOAD.match(event)) {
      preview.reload().reload();
      event.consume();
    } else if (COMMIT.match(event)) {
      view.ifPresent(PolicyView::showGit);
      event.consume();
    } else if (JUMP.match(event)) {
      view.ifPresent(shown -> preview.tests().jump(shown.caret()));
      event.consume();
    }
  }

  @Override
  public Entry entry() {
    return new Entry("policies", Group.AUTHOR, Words.of("author.title"), Icon.POLICIES);
  }

  @Override
  public Node node() {
    var made = new PolicyView(model, preview, toEntry);
    made.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    made.sceneProperty()
        .subscribe(scene -> {
          if (scene == null) {
            model.rest();
            preview.hide();
          }
        });
    view = Optional.of(made);
    return made;
  }

  @Override
  public void shown() {
    model.follow();
    preview.show();
    view.ifPresent(PolicyView::focus);
  }

  @Override
  public String keys() {
    return Words.of("author.keys");
  }

  @Override
  public ObservableValue<List<String>> unsaved() {
    return model.aside().unsaved().map(all -> all.stream().map(GitWords::name).sorted().toList());
  }

  @Override
  public List<Hit> hits() {
    return model.files().stream()
        .map(file ->
            new Hit(
                Words.of("author.file"),
                String.valueOf(file.getFileName()),
                "",
                () -> model.open(file)))
        .toList();
  }
}
