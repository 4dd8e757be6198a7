package dev.agentsafe.app.walk;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What tests really did of each action. A cell that nobody filled says why it is empty, or it is a
 * hole.
 */
final class Matrix {

  /** What is to be shown of an action. */
  enum Cell {
    REHEARSE,
    EXECUTE,
    VERIFY,
    STATE,
    ROLL_BACK,
    FAULT;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The executor whose actions all are walked through the gateway here. */
  private static final String WALKED = "kubernetes";

  /** The tests of the executors write a line {@code action cell} there for what they saw. */
  private static final Path OTHERS = Path.of("../executors/target/matrix.txt");

  /**
   * What stands in a cell.
   *
   * @param hole whether it should have been filled
   */
  private record Content(String words, boolean hole) {}

  private final Map<String, Map<Cell, String>> seen = new HashMap<>();
  private final Map<String, Set<Cell>> told = new HashMap<>();
  private final List<Executor> executors;

  /** One with what the tests of the executors wrote down before. */
  Matrix(List<Executor> executors) throws IOException {
    this(executors, Files.exists(OTHERS) ? Files.readAllLines(OTHERS) : List.of());
  }

  /** One with those lines of the tests of the executors. */
  Matrix(List<Executor> executors, List<String> others) {
    this.executors = List.copyOf(executors);
    for (var line : others) {
      var space = line.indexOf(' ');
      for (var cell : Cell.values()) {
        if (space > 0 && line.substring(space + 1).equals(cell.label())) {
          told(line.substring(0, space), cell);
        }
      }
    }
  }

  private void told(String action, Cell cell) {
    saw(action, cell, "yes, by its executor's tests");
    executorOf(action)
        .ifPresent(e -> told.computeIfAbsent(e.name(), n -> EnumSet.noneOf(Cell.class)).add(cell));
  }

  private Optional<Executor> executorOf(String action) {
    return executors.stream().filter(e -> e.actions().contains(new ActionName(action))).findFirst();
  }

  void saw(String action, Cell cell, String words) {
    seen.computeIfAbsent(action, a -> new HashMap<>()).put(cell, words);
  }

  String text(Catalog catalog) {
    var lines = new TreeMap<String, String>();
    for (var action : catalog.actions()) {
      var line = new StringBuilder("| " + action.name() + " |");
      for (var cell : Cell.values()) {
        line.append(' ').append(cell(action, cell)).append(" |");
      }
      lines.put(action.name().value(), line.toString());
    }
    var head = new StringBuilder("| action |");
    for (var cell : Cell.values()) {
      head.append(' ').append(cell.label()).append(" |");
    }
    return head + "\n" + String.join("\n", lines.values());
  }

  private String cell(Action action, Cell cell) {
    return content(action, cell).words();
  }

  /** The cells that are empty without a word why, such as {@code exec-pod: fault}. */
  List<String> holes(Catalog catalog) {
    return catalog.actions().stream()
        .flatMap(action ->
            Arrays.stream(Cell.values())
                .filter(cell -> content(action, cell).hole())
                .map(cell -> action.name() + ": " + cell.label()))
        .sorted()
        .toList();
  }

  private Content content(Action action, Cell cell) {
    var did = seen.getOrDefault(action.name().value(), Map.of()).get(cell);
    return did == null ? empty(action, cell) : new Content(did, false);
  }

  private Content empty(Action action, Cell cell) {
    var executor = executorOf(action.name().value());
    if (executor.isEmpty()) {
      return new Content("no executor does it", true);
    }
    var because =
        executor
            .get()
            .manual(action.name())
            .map(Manual::undoing)
            .flatMap(undoing -> because(undoing, cell))
            .or(() -> because(action, cell));
    if (because.isPresent()) {
      return new Content(because.get(), false);
    }
    // Where one action of an executor was seen like this, its tests have run, and all should be.
    return told.getOrDefault(executor.get().name(), Set.of()).contains(cell)
            || (executor.get().name().equals(WALKED) && cell != Cell.FAULT)
        ? new Content("NOT SEEN", true)
        : new Content("its executor's tests did not run before this", false);
  }

  private static Optional<String> because(Manual.Undoing undoing, Cell cell) {
    return switch (undoing) {
      case Manual.Undoing.ChangesNothing _ when cell == Cell.ROLL_BACK || cell == Cell.FAULT ->
          Optional.of("changes nothing");
      case Manual.Undoing.Irreversible _ when cell == Cell.ROLL_BACK -> Optional.of("irreversible");
      case Manual.Undoing.ChangesNothing _,
          Manual.Undoing.Irreversible _,
          Manual.Undoing.Inverse _ ->
          Optional.empty();
    };
  }

  private static Optional<String> because(Action action, Cell cell) {
    return cell == Cell.STATE && action.effects().stateFields().isEmpty()
        ? Optional.of("declares none")
        : Optional.empty();
  }
}
