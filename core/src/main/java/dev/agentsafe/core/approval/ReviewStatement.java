package dev.agentsafe.core.approval;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.identity.OperatorSigner;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a person says who looks at an approval that somebody gave alone; this is what they sign.
 *
 * @param entry the journal entry of the break-glass that is reviewed: {@code evt-} and 12 hex
 *     digits
 */
public record ReviewStatement(
    ApprovalId request,
    String entry,
    Judgement judgement,
    VoteStatement.By by,
    Instant reviewedAt) {
  private static final String PURPOSE = "agent-safe/review/v1\n";

  /** What they think of it. */
  public record Judgement(boolean justified, String reason) {}

  /**
   * A statement with its signature.
   *
   * @param signature 64 bytes as base64url without padding
   */
  public record Signed(ReviewStatement statement, String signature) {

    /** Whether that key's holder signed this statement. */
    public boolean isSignedBy(OperatorKey key) {
      return Sealing.isSigned(statement.bytes(), signature, key);
    }
  }

  /** As it is signed. */
  public Value.Fields value() {
    return Value.EMPTY
        .with("request_id", Value.of(request.value()))
        .with("break_glass_entry", Value.of(entry))
        .with("justified", Value.of(judgement.justified()))
        .with("reason", Value.of(judgement.reason()))
        .with("reviewer", Value.of(by.voter().value()))
        .with("key_id", Value.of(by.keyId()))
        .with("reviewed_at", Value.of(reviewedAt.toString()));
  }

  /** The bytes that are signed. */
  public byte[] bytes() {
    return Sealing.bytes(PURPOSE, value());
  }

  /** Signs it with the key that it names. */
  public Signed sign(OperatorSigner signer) {
    return new Signed(
        this, Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign(bytes())));
  }

  /** Reads what {@link #value} gives, from an object that may hold more; empty where it is none. */
  public static Optional<ReviewStatement> read(Value.Fields from) {
    if (!(from.get("justified").orElse(Value.NULL) instanceof Value.Bool(var justified))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ReviewStatement(
              new ApprovalId(text(from, "request_id")),
              text(from, "break_glass_entry"),
              new Judgement(justified, text(from, "reason")),
              new VoteStatement.By(new OperatorId(text(from, "reviewer")), text(from, "key_id")),
              Instant.parse(text(from, "reviewed_at"))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Value.Fields from, String name) {
    return from.text(name).orElse("");
  }
}
