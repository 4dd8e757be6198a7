package dev.agentsafe.core.anchor;

import java.time.Instant;

/** What is recorded of anchors. */
public sealed interface AnchorNews {
  /** What the settings call it. */
  String anchor();

  /** What kind of receipts it gives. */
  Kind kind();

  /**
   * It gave a receipt, which is beside the log.
   *
   * @param at the time that the receipt says
   * @param sha256 of the receipt's file, in hex
   */
  record Obtained(ReceiptName receipt, Instant at, String sha256) implements AnchorNews {
    @Override
    public String anchor() {
      return receipt.anchor();
    }

    @Override
    public Kind kind() {
      return receipt.kind();
    }
  }

  /** It has given none for long. */
  record Overdue(String anchor, Kind kind, Instant since, String why) implements AnchorNews {}
}
