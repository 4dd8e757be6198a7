package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.git.Seen;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;

/** What the draft does, and what was before it, in tabs; FX thread only. */
final class PreviewPane extends BorderPane {

  /**
   * Where its links lead.
   *
   * @param place to a place in a file
   * @param entry to an entry of the journal
   */
  record Links(Consumer<Location> place, LongConsumer entry) {}

  private static final int LONGEST = 300;

  private final TabPane tabs = new TabPane();
  private final PreviewViewModel model;
  private final FormView form;
  private final GitView git;
  private final Tab ofGit;

  PreviewPane(PreviewViewModel model, Links links) {
    this.model = model;
    getStyleClass().add("preview");
    form = new FormView(model.form());
    var fields = tab("form", Words.of("form.title"), form);
    var decide = tab("decide", Words.of("decide.title"), new DecideView(model.decide(), links));
    var replay =
        tab("replay", Words.of("replay.title"), new ReplayView(model, links, () -> select(1)));
    var map = tab("map", Words.of("map.title"), new MapView(model.map(), links));
    var history = tab("history", Words.of("history.title"), new HistoryView(model.history()));
    tabs.setId("preview-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getTabs().addAll(fields, decide, replay, map, history);
    follow(fields, model.form()::show, model.form()::hide);
    follow(replay, model.replay()::open, model.replay()::close);
    follow(map, model.map()::open, model.map()::close);
    follow(history, model.history()::open, model.history()::close);
    git = new GitView(model.git());
    ofGit = tab("git", Words.of("git.title"), git);
    follow(ofGit, model.git().diff()::open, model.git().diff()::close);
    model.git().seen().subscribe(this::offerGit);
    setCenter(tabs);
    var stale = new Label();
    stale.setId("preview-stale");
    stale.textProperty().bind(model.staleness().map(PreviewPane::oneLine));
    stale.getStyleClass().addAll("preview-stale", "warn");
    stale.setWrapText(true);
    stale.visibleProperty().bind(model.stale());
    stale.managedProperty().bind(model.stale());
    setTop(stale);
  }

  private static String oneLine(String text) {
    return Untrusted.line(text, LONGEST);
  }

  /** Where there is no repository there is nothing to say of one. */
  private void offerGit(Seen seen) {
    if (seen instanceof Seen.Nothing) {
      tabs.getTabs().remove(ofGit);
    } else if (!tabs.getTabs().contains(ofGit)) {
      tabs.getTabs().add(ofGit);
    }
  }

  /** Shows what can be committed, with the keyboard in its words. */
  void showGit() {
    if (tabs.getTabs().contains(ofGit)) {
      tabs.getSelectionModel().select(ofGit);
      git.focusWords();
    }
  }

  /** What a tab shows is worked out while it is in front: nobody who types waits for the others. */
  private static void follow(Tab tab, Runnable front, Runnable back) {
    tab.selectedProperty()
        .addListener((o, was, isFront) -> {
          if (isFront) {
            front.run();
          } else {
            back.run();
          }
        });
    if (tab.isSelected()) {
      front.run();
    }
  }

  /** What nobody has looked at is not in the window: each frame costs something for each node. */
  private static Tab tab(String id, String title, Node content) {
    var tab = new Tab(title);
    tab.setId("preview-" + id);
    tab.selectedProperty()
        .subscribe(isFront -> {
          if (isFront) {
            tab.setContent(content);
          }
        });
    return tab;
  }

  /** Begins to follow the draft. */
  void shown() {
    model.show();
  }

  /** Does something once everything that was typed in the form is in the text, if it can be. */
  void settled(Runnable then) {
    model.form().settled(form::commit, then);
  }

  /** Shows a tab, counted from the left. */
  void select(int tab) {
    tabs.getSelectionModel().select(tab);
    tabs.getSelectionModel().getSelectedItem().getContent().requestFocus();
  }
}
