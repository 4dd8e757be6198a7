package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What was done to a text, to be undone and done again; for one thread.
 *
 * <p>What is typed or taken back character by character is one step up to the end of a word. Steps
 * beyond the thousandth, or that hold too much text together, are forgotten, oldest first.
 */
public final class History {
  private static final int MOST_STEPS = 1_000;
  private static final long MOST_UNITS = 32_000_000;

  private final Deque<Step> done = new ArrayDeque<>();
  private final Deque<Step> undone = new ArrayDeque<>();
  private long units;
  private boolean isClosed = true;

  /**
   * A change of a text.
   *
   * @param from where it is
   * @param removed what stood there before
   * @param inserted what stands there afterwards
   * @param before what was selected before
   * @param after what is selected afterwards
   */
  public record Step(int from, String removed, String inserted, Selection before, Selection after) {

    /** What undoes it. */
    public Edit undoing() {
      return new Edit(from, from + inserted.length(), removed);
    }

    /** What does it again. */
    public Edit redoing() {
      return new Edit(from, from + removed.length(), inserted);
    }

    private long units() {
      return (long) removed.length() + inserted.length();
    }

    /** Both as one, where the other goes on with what this one does. */
    private Optional<Step> with(Step next) {
      if (!next.before.isEmpty() || !after.equals(next.before)) {
        return Optional.empty();
      }
      if (next.removed.isEmpty() && removed.isEmpty()) {
        boolean goesOn = next.from == from + inserted.length() && !endsWord(next);
        return goesOn
            ? Optional.of(new Step(from, "", inserted + next.inserted, before, next.after))
            : Optional.empty();
      }
      if (next.inserted.isEmpty() && inserted.isEmpty()) {
        if (next.from + next.removed.length() == from) {
          return Optional.of(new Step(next.from, next.removed + removed, "", before, next.after));
        }
        if (next.from == from) {
          return Optional.of(new Step(from, removed + next.removed, "", before, next.after));
        }
      }
      return Optional.empty();
    }

    private boolean endsWord(Step next) {
      return inserted.isEmpty()
          || (Character.isWhitespace(inserted.charAt(inserted.length() - 1))
              && !Character.isWhitespace(next.inserted.charAt(0)));
    }
  }

  /** Nothing was done yet. */
  public History() {}

  /** Forgets everything. */
  public void clear() {
    done.clear();
    undone.clear();
    units = 0;
    isClosed = true;
  }

  /**
   * Remembers a step that was done.
   *
   * @param isTyping whether it may be one with a step before or after it
   */
  public void add(Step step, boolean isTyping) {
    undone.clear();
    var last = done.peekLast();
    var joined = isTyping && !isClosed && last != null ? last.with(step) : Optional.<Step>empty();
    if (joined.isPresent()) {
      units -= done.removeLast().units();
    }
    var added = joined.orElse(step);
    done.addLast(added);
    units += added.units();
    isClosed = !isTyping;
    while (done.size() > 1 && (done.size() > MOST_STEPS || units > MOST_UNITS)) {
      units -= done.removeFirst().units();
    }
  }

  /** The step to undo now, if there is one. */
  public Optional<Step> undo() {
    isClosed = true;
    var step = Optional.ofNullable(done.pollLast());
    step.ifPresent(s -> {
      undone.addLast(s);
      units -= s.units();
    });
    return step;
  }

  /** The step to do again now, if there is one. */
  public Optional<Step> redo() {
    isClosed = true;
    var step = Optional.ofNullable(undone.pollLast());
    step.ifPresent(s -> {
      done.addLast(s);
      units += s.units();
    });
    return step;
  }
}
