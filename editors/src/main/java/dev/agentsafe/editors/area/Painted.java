package dev.agentsafe.editors.area;

import java.util.List;

/**
 * How a part of a row looks; immutable. Columns are those of the row.
 *
 * @param pieces its text, one behind the other
 * @param lights what is lit behind the text
 * @param waves what has a wavy line below it
 */
public record Painted(List<Piece> pieces, List<Piece> lights, List<Piece> waves) {
  public Painted {
    pieces = List.copyOf(pieces);
    lights = List.copyOf(lights);
    waves = List.copyOf(waves);
  }

  /**
   * Some columns of a row that look alike.
   *
   * @param from the first of them
   * @param to just behind the last of them
   * @param style one of those that the area was given
   */
  public record Piece(int from, int to, String style) {}
}
