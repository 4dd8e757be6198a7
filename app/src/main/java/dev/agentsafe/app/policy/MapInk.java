package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;

/**
 * Draws the cells of a map in the colours of the look in force, which are read from nodes that its
 * stylesheet paints; FX thread only.
 */
final class MapInk {
  /** Side of a cell. */
  static final double CELL = 16;

  /** What is drawn in a colour of its own. */
  enum Ink {
    ALLOW,
    ASK,
    DENY,
    CHANGED,
    FAINT,
    STRONG,
    FOCUS
  }

  private final Map<Ink, Region> pots = new EnumMap<>(Ink.class);

  MapInk() {
    for (var ink : Ink.values()) {
      var pot = new Region();
      pot.getStyleClass().add("ink-" + ink.name().toLowerCase(Locale.ROOT));
      pot.setManaged(false);
      pot.resize(0, 0);
      pots.put(ink, pot);
    }
  }

  /** The nodes that have to be in the scene. */
  Collection<Region> nodes() {
    return pots.values();
  }

  /** Calls back when colours change. */
  void changed(Runnable redraw) {
    pots.values().forEach(pot -> pot.backgroundProperty().subscribe(paint -> redraw.run()));
  }

  /** The colour of that. */
  Paint of(Ink ink) {
    return Optional.ofNullable(pots.get(ink))
        .map(Region::getBackground)
        .map(Background::getFills)
        .filter(fills -> !fills.isEmpty())
        .map(fills -> fills.getFirst().getFill())
        .orElse(Color.GRAY);
  }

  /** Draws what a cell says, by shape and by colour. */
  void paint(GraphicsContext pen, MapViewModel.Cell cell, double x, double y) {
    double side = CELL - 4;
    double left = x + 2;
    double top = y + 2;
    switch (cell.effect()) {
      case ALLOW -> {
        pen.setFill(of(Ink.ALLOW));
        if (cell.always()) {
          pen.fillRect(left, top, side, side);
        } else {
          pen.fillPolygon(
              new double[] {left, left, left + side},
              new double[] {top, top + side, top + side},
              3);
        }
      }
      case REQUIRE_APPROVAL -> {
        pen.setFill(of(Ink.ASK));
        pen.setStroke(of(Ink.ASK));
        pen.setLineWidth(1);
        pen.strokeRect(left + 0.5, top + 0.5, side - 1, side - 1);
        if (cell.always()) {
          pen.fillRect(left, top + side / 2, side, side / 2);
        }
      }
      case DENY -> {
        pen.setFill(of(Ink.DENY));
        pen.fillOval(left + side / 2 - 2, top + side / 2 - 2, 4, 4);
      }
    }
    if (cell.changed()) {
      pen.setStroke(of(Ink.CHANGED));
      pen.setLineWidth(2);
      pen.strokeRect(x + 1, y + 1, CELL - 2, CELL - 2);
    }
  }

  /** What a cell's shape means, in words. */
  static String meaning(MapViewModel.Cell cell) {
    if (cell.changed()) {
      return Words.of("map.legend.changed");
    }
    return switch (cell.effect()) {
      case ALLOW ->
          cell.always() ? Words.of("map.legend.allow") : Words.of("map.legend.allow.times");
      case REQUIRE_APPROVAL -> Words.of("map.legend.ask");
      case DENY -> Words.of("map.legend.deny");
    };
  }
}
