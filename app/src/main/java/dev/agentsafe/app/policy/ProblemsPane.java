package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.Assist;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;

/** The problems of the file that is edited and the tests that fail, in a list; FX thread only. */
final class ProblemsPane extends BorderPane {
  private final Troubles troubles;
  private final CodeView code;
  private final Consumer<Problem> fixes;
  private final ListView<Problem> list = new ListView<>();
  private boolean showing;

  /**
   * A list below a text.
   *
   * @param fixes offers what can be done about a problem of the text
   */
  ProblemsPane(Troubles troubles, CodeView code, Consumer<Problem> fixes) {
    this.troubles = troubles;
    this.code = code;
    this.fixes = fixes;
    list.setId("author-problems");
    list.setAccessibleText(Words.of("author.problems"));
    list.getStyleClass().addAll("edge-to-edge", "author-problems");
    list.setPlaceholder(new Label(Words.of("author.clean")));
    list.setCellFactory(v -> new ProblemCell(troubles::isHere));
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, problem) -> {
          if (problem != null && !showing && troubles.isHere(problem)) {
            code.goTo(problem.location());
          }
        });
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    list.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2) {
        selected().ifPresent(troubles::open);
      }
    });
    setCenter(list);
    troubles.all().subscribe(this::show);
    troubles.opened().subscribe(file -> list.refresh());
  }

  private Optional<Problem> selected() {
    return Optional.ofNullable(list.getSelectionModel().getSelectedItem());
  }

  /** What somebody chose stays chosen, and the caret where it is. */
  private void show(List<Problem> all) {
    var chosen = selected();
    showing = true;
    Rewrite.of(list.getItems(), all);
    list.getSelectionModel().clearSelection();
    chosen.filter(all::contains).ifPresent(list.getSelectionModel()::select);
    showing = false;
  }

  private void pressed(KeyEvent event) {
    var problem = selected();
    if (problem.isEmpty()) {
      return;
    }
    if (Assist.asksForFixes(event)) {
      (troubles.isHere(problem.get()) ? fixes : (Consumer<Problem>) troubles::open)
          .accept(problem.get());
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      troubles.open(problem.get());
      event.consume();
    } else if (event.getCode() == KeyCode.R && !event.isShortcutDown()) {
      troubles.toRule(problem.get());
      event.consume();
    }
  }

  /** Takes the key that goes from problem to problem, wherever the keyboard is. */
  void steps(KeyEvent event) {
    if (event.getCode() == KeyCode.F8) {
      troubles.step(code.caret(), event.isShiftDown());
      event.consume();
    }
  }
}
