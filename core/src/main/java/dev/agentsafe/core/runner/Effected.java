package dev.agentsafe.core.runner;

import dev.agentsafe.core.canonical.Value;

/** What an executor says of an effect. */
public sealed interface Effected {

  /** It holds. */
  record Done(Value output) implements Effected {}

  /** It certainly did not happen. */
  record NotDone(String error) implements Effected {}

  /** Nobody knows: the answer was lost or the deadline passed. */
  record InDoubt(String why) implements Effected {}
}
