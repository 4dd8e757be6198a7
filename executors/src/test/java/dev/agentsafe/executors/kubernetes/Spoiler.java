package dev.agentsafe.executors.kubernetes;

import java.net.URI;

/** What stands between executor and API and spoils what is written. */
interface Spoiler extends AutoCloseable {

  /** Where it listens. */
  URI address();

  /** How often a write was sent. */
  int writes();

  @Override
  void close();
}
