package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.editors.document.Draft;
import dev.agentsafe.editors.document.LineDiff;
import dev.agentsafe.editors.git.Checkout;
import dev.agentsafe.editors.git.Kept;
import dev.agentsafe.editors.git.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** The draft beside what the last commit holds of its file; belongs to the FX thread. */
public final class GitDiffViewModel {
  private final Checkout checkout;
  private final PolicyViewModel policies;
  private final Work work;
  private final ReadOnlyObjectWrapper<List<LineDiff.Line>> lines =
      new ReadOnlyObjectWrapper<>(this, "lines", List.of());
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final ReadOnlyBooleanWrapper restorable = new ReadOnlyBooleanWrapper(this, "restorable");
  private Optional<Held> held = Optional.empty();
  private boolean isOpen;
  private boolean isComparing;
  private boolean isAgain;
  private boolean hasMoved;

  /** What the last commit holds of a file. */
  private record Held(Path file, Kept kept) {}

  private record Compared(Held held, Draft draft, List<LineDiff.Line> lines) {}

  GitDiffViewModel(Checkout checkout, PolicyViewModel policies, Work work) {
    this.checkout = checkout;
    this.policies = policies;
    this.work = work;
    policies.draft().subscribe(draft -> compare());
  }

  /** What the draft has otherwise than the last commit. */
  public ReadOnlyObjectProperty<List<LineDiff.Line>> lines() {
    return lines.getReadOnlyProperty();
  }

  /** What there is to say where there are no lines, and what came of the last command. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Whether there is another text to go back to. */
  public ReadOnlyBooleanProperty restorable() {
    return restorable.getReadOnlyProperty();
  }

  /** Somebody looks at it. */
  void open() {
    isOpen = true;
    moved();
  }

  /** Nobody looks at it any more. */
  void close() {
    isOpen = false;
  }

  /** The last commit may be another one. */
  void moved() {
    hasMoved = true;
    compare();
  }

  private void compare() {
    var draft = policies.draft().get();
    isAgain = isComparing;
    if (!isOpen || isComparing || draft.isEmpty()) {
      return;
    }
    isComparing = true;
    var wanted = draft.get();
    // Not what is being read just now either: it may be of the commit before.
    var known = held.filter(kept -> !hasMoved && kept.file().equals(wanted.file()));
    hasMoved = false;
    work.quietly(
        progress -> {
          var now = known.orElseGet(() -> new Held(wanted.file(), checkout.kept(wanted.file())));
          return new Compared(now, wanted, lines(now.kept(), wanted.text()));
        },
        compared -> {
          isComparing = false;
          take(compared);
          again();
        },
        why -> {
          isComparing = false;
          message.set(why);
          again();
        });
  }

  private static List<LineDiff.Line> lines(Kept kept, String text) {
    return kept instanceof Kept.Text before ? LineDiff.of(before.like(text), text) : List.of();
  }

  private void take(Compared compared) {
    held = Optional.of(compared.held());
    lines.set(compared.lines());
    restorable.set(!compared.lines().isEmpty());
    message.set(
        switch (compared.held().kept()) {
          case Kept.Text text -> compared.lines().isEmpty() ? Words.of("git.diff.same") : "";
          case Kept.Absent absent -> Words.of("git.diff.new");
          case Kept.Unknown(var fault) ->
              fault.isEmpty()
                  ? Words.of("git.diff.unknown")
                  : GitWords.trouble(Trouble.BROKEN, fault);
        });
  }

  private void again() {
    if (isAgain) {
      compare();
    }
  }

  /** Puts the text of the last commit into the editor, where it can be undone; saves nothing. */
  public void restore() {
    if (!policies.mayReplace()) {
      message.set(Words.of("author.unsaved"));
      return;
    }
    var draft = policies.draft().get();
    held.filter(kept -> draft.filter(d -> d.file().equals(kept.file())).isPresent())
        .ifPresent(kept -> {
          if (kept.kept() instanceof Kept.Text before) {
            policies.replace(before.like(draft.get().text()));
            message.set(Words.of("git.diff.restored"));
          }
        });
  }
}
