package dev.agentsafe.core.anchor;

import java.time.Instant;

/** What somebody gave for a checkpoint, and the time that it says; immutable. */
final class Receipt {
  private final byte[] bytes;
  private final Instant at;

  Receipt(byte[] bytes, Instant at) {
    this.bytes = bytes.clone();
    this.at = at;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  Instant at() {
    return at;
  }
}
