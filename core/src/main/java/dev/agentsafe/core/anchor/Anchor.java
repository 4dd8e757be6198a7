package dev.agentsafe.core.anchor;

/** Somebody who gives receipts for checkpoints; used by one thread at a time. */
interface Anchor extends AutoCloseable {

  /** What came of asking. */
  sealed interface Outcome {
    /** A receipt that was checked as a verifier would check it. */
    record Obtained(Receipt receipt) implements Outcome {}

    /** None; the text is for people and holds no secret. */
    record Failed(String why) implements Outcome {}
  }

  /** What kind of receipts it gives. */
  Kind kind();

  /**
   * Asks for a receipt. Asked again for the same checkpoint, because a crash hid the first answer,
   * it gives one as good.
   */
  Outcome obtain(SignedCheckpoint checkpoint) throws InterruptedException;

  @Override
  void close();
}
