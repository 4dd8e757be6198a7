package dev.agentsafe.app.language;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Fix;
import dev.agentsafe.editors.assist.Outline;
import dev.agentsafe.editors.document.Difference;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Helps with the text on a page by keys, and with the pointer; FX thread only. */
public final class Assist {
  private final LanguageSession session;
  private final Page page;
  private final Popover layer;
  private final Ways ways;
  private final CompletionKeys completion;
  private final Hovering hovering;
  private final Hints hints;

  /**
   * Where help comes from and leads to.
   *
   * @param problems what is wrong with the text on the page
   * @param place goes to a place of a file
   * @param tell says something to whoever types
   * @param rename writes what a renaming changes
   */
  public record Ways(
      Supplier<List<Problem>> problems,
      Consumer<Location> place,
      Consumer<String> tell,
      RenameViewModel.Writer rename) {}

  /** Help with that page. */
  public Assist(LanguageSession session, Page page, Popover layer, Ways ways) {
    this.session = session;
    this.page = page;
    this.layer = layer;
    this.ways = ways;
    completion = new CompletionKeys(session, page, layer);
    hovering = new Hovering(session, page, layer, ways.problems());
    hints = new Hints(session, page, ways.problems(), this::fixes);
    page.node().addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  /** The text on the page is another one than it was. */
  public void changed() {
    hovering.leave();
    completion.changed();
    hints.changed();
  }

  /** Other things are wrong with the text than were. */
  public void wronged() {
    hints.wronged();
  }

  private void pressed(KeyEvent event) {
    hovering.leave();
    if (!event.isConsumed() && page.isFor(event) && isHelp(event)) {
      event.consume();
    }
  }

  private boolean isHelp(KeyEvent event) {
    boolean isPlain = !event.isShortcutDown() && !event.isAltDown();
    switch (event.getCode()) {
      case F1 -> hovering.at(page.caret());
      case F2 -> rename();
      case F12 -> {
        if (event.isShiftDown()) {
          references();
        } else {
          declaration();
        }
      }
      case ENTER -> {
        if (isPlain || !event.isAltDown()) {
          return false;
        }
        fixes();
      }
      case O -> {
        if (!event.isShortcutDown() || !event.isShiftDown()) {
          return false;
        }
        outline();
      }
      case F -> {
        if (!event.isAltDown() || !event.isShiftDown() || event.isShortcutDown()) {
          return false;
        }
        format();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Offers what can be done about a problem of the page. */
  public void fixes(Problem problem) {
    var lines = new Lines(page.text());
    int at = lines.offset(problem.location().line(), problem.location().column());
    ways.place().accept(problem.location());
    fixes(List.of(problem), at);
  }

  private void fixes() {
    fixes(Spots.near(ways.problems().get(), page.text(), page.caret()), page.caret());
  }

  private void fixes(List<Problem> problems, int at) {
    if (problems.isEmpty()) {
      ways.tell().accept(Words.of("assist.sound"));
      return;
    }
    var text = page.text();
    session.fixes(
        problems,
        found -> {
          if (found.isEmpty()) {
            ways.tell().accept(Words.of("assist.unfixable"));
          } else {
            choose("fixes", Words.of("assist.fixes"), fixing(found, text), at);
          }
        });
  }

  private List<ChoicePane.Choice> fixing(List<Fix> found, String text) {
    return found.stream()
        .map(fix ->
            new ChoicePane.Choice(
                fix.title(),
                Words.of("assist.line", fix.problem().location().line()),
                () -> apply(text, fix.edits())))
        .toList();
  }

  /** The caret stays where it was in the text. */
  private void apply(String text, List<Edit> edits) {
    if (!page.text().equals(text)) {
      ways.tell().accept(Words.of("assist.late"));
      return;
    }
    int caret = page.caret();
    int moved = caret;
    for (var edit : edits) {
      if (edit.to() <= caret) {
        moved += edit.text().length() - (edit.to() - edit.from());
      } else if (edit.from() < caret) {
        moved += Math.min(0, edit.from() + edit.text().length() - caret);
      }
    }
    page.apply(edits, moved);
    page.requestFocus();
  }

  /** Shows what the file holds, to go to it. */
  public void outline() {
    session.outline(found -> {
      var all = new ArrayList<ChoicePane.Choice>();
      found.forEach(each -> outlined(each, "", all));
      if (all.isEmpty()) {
        ways.tell().accept(Words.of("assist.bare"));
      } else {
        choose("outline", Words.of("assist.outline"), all, page.caret());
      }
    });
  }

  private void outlined(Outline each, String indent, List<ChoicePane.Choice> all) {
    var title = each.title();
    all.add(
        new ChoicePane.Choice(
            indent + each.label(),
            each.detail(),
            () ->
                session
                    .open()
                    .ifPresent(file ->
                        ways.place()
                            .accept(new Location(file.toString(), title.line(), title.column())))));
    each.inner().forEach(inner -> outlined(inner, indent + "    ", all));
  }

  private void declaration() {
    session.declarations(
        page.caret(),
        found -> {
          if (found.size() == 1) {
            ways.place().accept(found.getFirst().place());
          } else {
            list("declarations", Words.of("assist.declarations"), found);
          }
        });
  }

  private void references() {
    session.references(
        page.caret(),
        found -> list("references", Words.of("assist.references", found.size()), found));
  }

  private void list(String id, String title, List<Use> uses) {
    if (uses.isEmpty()) {
      ways.tell().accept(Words.of("assist.nameless"));
      return;
    }
    choose(id, title, uses.stream().map(this::using).toList(), page.caret());
  }

  private ChoicePane.Choice using(Use use) {
    return new ChoicePane.Choice(
        Words.of(
            "assist.use",
            String.valueOf(use.name().file().getFileName()),
            String.valueOf(use.place().line())),
        use.line(),
        () -> ways.place().accept(use.place()));
  }

  private void choose(String id, String title, List<ChoicePane.Choice> choices, int at) {
    var pane = new ChoicePane(id, title, choices, this::back);
    layer.show(pane, page, at, () -> {});
    pane.focus();
  }

  private void back() {
    layer.hide();
    page.requestFocus();
  }

  private void rename() {
    session.name(
        page.caret(),
        found -> {
          if (found.isEmpty()) {
            ways.tell().accept(Words.of("assist.nameless"));
            return;
          }
          int at = page.caret();
          var pane =
              new RenamePane(new RenameViewModel(session, found.get(), ways.rename()), this::back);
          layer.show(pane, page, at, () -> {});
          pane.focus();
        });
  }

  private void format() {
    var text = page.text();
    session.format(laid -> {
      if (laid.equals(text)) {
        ways.tell().accept(Words.of("assist.laid"));
      } else {
        apply(text, Difference.between(text, laid));
      }
    });
  }

  /** Whether a key asks for what can be done about a problem. */
  public static boolean asksForFixes(KeyEvent event) {
    return event.getCode() == KeyCode.ENTER && event.isAltDown();
  }
}
