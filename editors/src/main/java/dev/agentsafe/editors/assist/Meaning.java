package dev.agentsafe.editors.assist;

import java.util.List;

/**
 * What a piece of a text means.
 *
 * @param from where the piece begins, in UTF-16 units
 * @param to behind its last character
 * @param title what it is about: the key or the name
 * @param lines what is said of it; backticks stand around values
 */
public record Meaning(int from, int to, String title, List<String> lines) {
  public Meaning {
    lines = List.copyOf(lines);
  }
}
