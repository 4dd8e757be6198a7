package dev.agentsafe.core.egress;

import java.io.IOException;
import java.util.List;

/** The corpus of T15 for tests of other rooms. */
public final class SsrfWays {
  private SsrfWays() {}

  /**
   * Where a URL of the corpus leads, with a configuration that must not reach it.
   *
   * @param config with the names of the corpus
   */
  public record Way(String url, Egress.Config config) {}

  /**
   * All of them.
   *
   * @param port of a server on this machine that must not be reached
   */
  public static List<Way> all(int port) throws IOException {
    return SsrfTest.ways(port).stream()
        .map(way -> new Way(way.url(), SsrfTest.config(way.reach())))
        .toList();
  }
}
