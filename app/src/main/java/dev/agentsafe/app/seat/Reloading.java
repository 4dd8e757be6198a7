package dev.agentsafe.app.seat;

import dev.agentsafe.core.PolicyDesk;

/** The means to put policies that changed on disk into force; thread-safe. */
public interface Reloading {

  /** Sizes and times of the files: where it is what it was, so is what {@link #look} says. */
  String stamp();

  /** What is on disk, held against what is in force; reads all of it. */
  PolicyDesk.OnDisk look();

  /**
   * Puts it into force.
   *
   * @param seen the version that somebody saw and wants
   */
  PolicyDesk.Swapped reload(String seen);
}
