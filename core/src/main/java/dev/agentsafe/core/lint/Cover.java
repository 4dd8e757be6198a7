package dev.agentsafe.core.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether some rules together match all that another one does; for one thread. */
final class Cover {
  private static final int MOST_STEPS = 200_000;
  private static final int MOST_PIECES = 400;
  private static final int MOST_TRIED = 40;

  private int steps;
  private List<Box> left = List.of();
  private Optional<Shadows.Seat> stopped = Optional.empty();

  /** Notes of a rule which earlier ones leave it nothing, or what they leave. */
  void decide(Shadows.Seat seat, List<Shadows.Seat> order) {
    seat.decided = true;
    seat.by = List.of();
    seat.witness = Optional.empty();
    seat.stopped = Optional.empty();
    if (seat.most.isEmpty() || seat.most.get().isEmpty()) {
      return;
    }
    var earlier = order.subList(0, seat.place);
    seat.witness = survivor(seat, earlier);
    if (seat.witness.isPresent()) {
      return;
    }
    steps = 0;
    var used = enough(seat, earlier);
    if (used.isEmpty()) {
      seat.witness = left.stream().findFirst();
      seat.stopped = stopped;
      return;
    }
    for (var each : used.size() <= MOST_TRIED ? List.copyOf(used) : List.<Shadows.Seat>of()) {
      var fewer = used.stream().filter(other -> other != each).toList();
      if (!fewer.isEmpty() && !enough(seat, fewer).isEmpty()) {
        used = fewer;
      }
    }
    seat.by = used;
  }

  /**
   * Something of a rule that none of the others matches, if that is found at once: of what each of
   * them leaves one piece is followed. That is one of the pieces that {@link #enough} would follow,
   * so that where those come to nothing this does too; mostly it saves following hundreds.
   */
  private static Optional<Box> survivor(Shadows.Seat seat, List<Shadows.Seat> others) {
    return seat.most.orElse(List.of()).stream()
        .flatMap(box -> survivor(box, seat.clock, others).stream())
        .findFirst();
  }

  private static Optional<Box> survivor(Box whole, Region.Clock clock, List<Shadows.Seat> others) {
    var piece = whole;
    for (var other : others) {
      for (var box : other.atLeast(clock)) {
        if (piece.meets(box)) {
          var rest = piece.minus(box);
          if (rest.isEmpty()) {
            return Optional.empty();
          }
          piece = rest.getFirst();
        }
      }
    }
    return Optional.of(piece);
  }

  /** Whether one rule surely matches all that another one may. */
  boolean isWithin(Shadows.Seat seat, Shadows.Seat other) {
    steps = 0;
    return seat.most.isEmpty() || !enough(seat, List.of(other)).isEmpty();
  }

  /** Those of the others that took something away, if nothing is left; else none. */
  private List<Shadows.Seat> enough(Shadows.Seat seat, List<Shadows.Seat> others) {
    var used = new ArrayList<Shadows.Seat>();
    var most = seat.most.orElse(List.of());
    left = most;
    stopped = Optional.empty();
    for (var other : others) {
      for (var box : other.atLeast(seat.clock)) {
        // What misses the whole misses each of the pieces, of which there may be hundreds.
        if (meets(box, most) && meets(box, left)) {
          steps += left.size();
          left = minus(left, box);
          if (used.isEmpty() || used.getLast() != other) {
            used.add(other);
          }
        }
      }
      if (left.isEmpty()) {
        return used;
      }
      if (left.size() > MOST_PIECES || steps > MOST_STEPS) {
        left = List.of();
        stopped = Optional.of(other);
        return List.of();
      }
    }
    return List.of();
  }

  /** Whether it has something in common with one of those. */
  static boolean meets(Box box, List<Box> others) {
    for (var other : others) {
      if (box.meets(other)) {
        return true;
      }
    }
    return false;
  }

  private static List<Box> minus(List<Box> left, Box box) {
    var rest = new ArrayList<Box>();
    for (var piece : left) {
      if (piece.meets(box)) {
        rest.addAll(piece.minus(box));
      } else {
        rest.add(piece);
      }
    }
    return rest;
  }
}
