package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Redraft;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Narrowing;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.policy.PolicyDecision;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * Less than was asked, as an approver writes it down, and what the rules say of it; belongs to the
 * FX thread.
 */
public final class Offer {

  /** One parameter that can be made smaller. */
  public sealed interface Line {
    /** The parameter, and how far it can go. */
    Narrowing.Room room();

    /** A number, as typed. */
    record Amount(Narrowing.Room room, StringProperty text) implements Line {}

    /** A list, with a switch for each of its items. */
    record Items(Narrowing.Room room, List<Value> items, List<BooleanProperty> kept)
        implements Line {
      public Items {
        items = List.copyOf(items);
        kept = List.copyOf(kept);
      }
    }
  }

  /** What is known of the draft. */
  public sealed interface Verdict {
    /** It is what was asked. */
    record Same() implements Verdict {}

    /** It cannot be offered. */
    record Faulty(String why) implements Verdict {}

    /** The rules are being asked. */
    record Asking() implements Verdict {}

    /** This is what the rules say. */
    record Decided(Redraft.Decided decided) implements Verdict {}
  }

  private final Seat seat;
  private final Work work;
  private final StringProperty life = new SimpleStringProperty(this, "life", "");
  private final ReadOnlyObjectWrapper<List<Line>> lines =
      new ReadOnlyObjectWrapper<>(this, "lines", List.of());
  private final ReadOnlyObjectWrapper<Verdict> verdict =
      new ReadOnlyObjectWrapper<>(this, "verdict", new Verdict.Same());
  private Optional<Question> question = Optional.empty();
  private Optional<Changes> drafted = Optional.empty();

  Offer(Seat seat, Work work) {
    this.seat = seat;
    this.work = work;
    life.subscribe((was, is) -> decide());
  }

  /** What can be made smaller. */
  public ReadOnlyObjectProperty<List<Line>> lines() {
    return lines.getReadOnlyProperty();
  }

  /** How long the ticket shall live, in seconds, as typed; empty: as any other. */
  public StringProperty life() {
    return life;
  }

  /** What is known of the draft. */
  public ReadOnlyObjectProperty<Verdict> verdict() {
    return verdict.getReadOnlyProperty();
  }

  /** The changes, where they can be offered. */
  public Optional<Changes> ready() {
    return verdict.get() instanceof Verdict.Decided(var decided)
            && !(decided.decision() instanceof PolicyDecision.Deny)
        ? drafted
        : Optional.empty();
  }

  /** Begins a draft for that question; one that was begun for it goes on. */
  void about(Question next) {
    var rooms = next.now().ballot().liberty().rooms();
    var other =
        question
            .filter(q -> q.id().equals(next.id()))
            .filter(q -> q.now().ballot().liberty().rooms().equals(rooms))
            .isEmpty();
    question = Optional.of(next);
    if (other) {
      lines.set(rooms.stream().map(this::line).toList());
      life.set("");
      decide();
    }
  }

  private Line line(Narrowing.Room room) {
    if (room.asked() instanceof Value.Items(var items) && room.range().isEmpty()) {
      var kept = new ArrayList<BooleanProperty>();
      for (var _ : items) {
        var keep = new SimpleBooleanProperty(true);
        keep.subscribe((was, is) -> decide());
        kept.add(keep);
      }
      return new Line.Items(room, items, kept);
    }
    var text = new SimpleStringProperty("");
    text.subscribe((was, is) -> decide());
    return new Line.Amount(room, text);
  }

  /** Asks the rules about the draft as it stands; an answer to an earlier one is dropped. */
  private void decide() {
    drafted = Optional.empty();
    var params = Value.EMPTY;
    for (var line : lines.get()) {
      switch (line) {
        case Line.Items items -> {
          if (items.kept().stream().anyMatch(k -> !k.get())) {
            params = params.with(name(line), rest(items));
          }
        }
        case Line.Amount number -> {
          if (!number.text().get().isBlank()) {
            var value = value(number);
            if (value.isEmpty()) {
              verdict.set(new Verdict.Faulty(Words.of("offer.number", name(line))));
              return;
            }
            params = params.with(name(line), value.get());
          }
        }
      }
    }
    var seconds = seconds();
    if (seconds.isEmpty() && !life.get().isBlank()) {
      verdict.set(new Verdict.Faulty(Words.of("offer.seconds")));
      return;
    }
    ask(new Changes(params, seconds));
  }

  private void ask(Changes changes) {
    if (changes.isEmpty() || question.isEmpty()) {
      verdict.set(new Verdict.Same());
      return;
    }
    drafted = Optional.of(changes);
    var id = question.get().id();
    verdict.set(new Verdict.Asking());
    work.quietly(
        progress -> seat.redraft(id, changes),
        redraft -> {
          if (drafted.filter(changes::equals).isPresent()) {
            verdict.set(
                switch (redraft) {
                  case Redraft.Refused(var why) -> new Verdict.Faulty(why.why());
                  case Redraft.Decided decided -> new Verdict.Decided(decided);
                });
          }
        },
        why -> verdict.set(new Verdict.Faulty(why)));
  }

  private static String name(Line line) {
    return line.room().parameter().name();
  }

  private static Value.Items rest(Line.Items items) {
    var rest = new ArrayList<Value>();
    for (var at = 0; at < items.items().size(); at++) {
      if (items.kept().get(at).get()) {
        rest.add(items.items().get(at));
      }
    }
    return new Value.Items(rest);
  }

  private static Optional<Value> value(Line.Amount number) {
    try {
      var text = number.text().get().strip();
      // A number with a huge exponent is a whole number of as many digits.
      if (text.length() > 40 || text.matches(".*[eE].*")) {
        return Optional.empty();
      }
      var typed = new BigDecimal(text);
      var whole = number.room().parameter().type() == Parameter.Type.INTEGER;
      return Optional.of(
          whole ? new Value.Int(typed.toBigIntegerExact()) : new Value.Real(typed.doubleValue()));
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Optional<Long> seconds() {
    var typed = life.get().strip();
    return typed.matches("[0-9]{1,9}") ? Optional.of(Long.valueOf(typed)) : Optional.empty();
  }
}
