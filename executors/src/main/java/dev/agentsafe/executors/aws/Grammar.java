package dev.agentsafe.executors.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/** What parameters may be, in words for the manual; stateless. */
final class Grammar {
  private Grammar() {}

  /**
   * That of the parameters that name a thing, and of more.
   *
   * @param more names and words in turn
   */
  static Map<String, String> of(Thing thing, String... more) {
    var grammar = new LinkedHashMap<String, String>();
    thing.ids().forEach((name, ids) -> grammar.put(name, ids.words()));
    for (int i = 0; i < more.length; i += 2) {
      grammar.put(more[i], more[i + 1]);
    }
    return grammar;
  }
}
