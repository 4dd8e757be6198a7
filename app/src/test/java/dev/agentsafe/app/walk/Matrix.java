package dev.agentsafe.app.walk;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What tests really did of each action; what is missing says why. */
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

  /** The tests of the executors write a line {@code action cell} there for what they saw. */
  private static final Path OTHERS = Path.of("../executors/target/matrix.txt");

  private final Map<String, Map<Cell, String>> seen = new HashMap<>();
  private final List<Executor> executors;

  Matrix(List<Executor> executors) throws IOException {
    this.executors = List.copyOf(executors);
    if (Files.exists(OTHERS)) {
      for (var line : Files.readAllLines(OTHERS)) {
        var space = line.indexOf(' ');
        for (var cell : Cell.values()) {
          if (space > 0 && line.substring(space + 1).equals(cell.label())) {
            saw(line.substring(0, space), cell, "yes, by its executor's tests");
          }
        }
      }
    }
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
    var did = seen.getOrDefault(action.name().value(), Map.of()).get(cell);
    return did == null ? because(action, cell) : did;
  }

  private String because(Action action, Cell cell) {
    var executor = executors.stream().filter(e -> e.actions().contains(action.name())).findFirst();
    if (executor.isEmpty()) {
      return "no executor does it";
    }
    Optional<Manual.Undoing> undoing = executor.get().manual(action.name()).map(Manual::undoing);
    if (undoing.isPresent()) {
      switch (undoing.get()) {
        case Manual.Undoing.ChangesNothing _ when cell == Cell.ROLL_BACK || cell == Cell.FAULT -> {
          return "changes nothing";
        }
        case Manual.Undoing.Irreversible _ when cell == Cell.ROLL_BACK -> {
          return "irreversible";
        }
        case Manual.Undoing.ChangesNothing _,
            Manual.Undoing.Irreversible _,
            Manual.Undoing.Inverse _ -> {}
      }
    } else if (cell == Cell.ROLL_BACK && !action.effects().reversible()) {
      return "irreversible";
    }
    if (cell == Cell.STATE && action.effects().stateFields().isEmpty()) {
      return "declares none";
    }
    return "not seen in this run";
  }
}
