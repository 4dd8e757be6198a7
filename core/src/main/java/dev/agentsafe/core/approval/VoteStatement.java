package dev.agentsafe.core.approval;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorSigner;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a person says when answering a question; this is what they sign.
 *
 * @param seen what they were shown
 * @param by who says it, by which key
 */
public record VoteStatement(ApprovalId request, Seen seen, Choice choice, By by, Moment moment) {

  /**
   * The answer.
   *
   * @param changes {@link Changes#NONE} for what was asked as it was asked
   * @param breakGlass agreeing alone, where the rule asks for more people
   */
  public record Choice(boolean approves, String reason, Changes changes, boolean breakGlass) {
    /** Agrees to what was asked. */
    public static Choice approve(String reason) {
      return new Choice(true, reason, Changes.NONE, false);
    }

    /** Refuses it. */
    public static Choice deny(String reason) {
      return new Choice(false, reason, Changes.NONE, false);
    }
  }

  /** Who says it. */
  public record By(OperatorId voter, String keyId) {}

  /**
   * When.
   *
   * @param secondsShown how long the request was on the voter's screen
   */
  public record Moment(Instant castAt, long secondsShown) {}

  /** As it is signed. */
  public Value.Fields value() {
    return Value.EMPTY
        .with("request_id", Value.of(request.value()))
        .with("digest", Value.of(seen.request()))
        .with("policy_version", Value.of(seen.policyVersion()))
        .with("evidence_digest", Value.of(seen.evidence()))
        .with("approves", Value.of(choice.approves()))
        .with("reason", Value.of(choice.reason()))
        .with("changes", choice.changes().value())
        .with("break_glass", Value.of(choice.breakGlass()))
        .with("voter", Value.of(by.voter().value()))
        .with("key_id", Value.of(by.keyId()))
        .with("cast_at", Value.of(moment.castAt().toString()))
        .with("seconds_shown", Value.of(moment.secondsShown()));
  }

  /** The bytes that are signed. */
  public byte[] bytes() {
    return Sealing.bytes(Sealing.VOTE, value());
  }

  /** Signs it with the key that it names. */
  public SignedVote sign(OperatorSigner signer) {
    return new SignedVote(
        this, Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign(bytes())));
  }

  /** Reads what {@link #value} gives, from an object that may hold more; empty where it is none. */
  public static Optional<VoteStatement> read(Value.Fields from) {
    var changes = Changes.read(from.get("changes").orElse(Value.NULL));
    if (!(from.get("approves").orElse(Value.NULL) instanceof Value.Bool(var approves))
        || !(from.get("break_glass").orElse(Value.NULL) instanceof Value.Bool(var breakGlass))
        || !(from.get("seconds_shown").orElse(Value.NULL) instanceof Value.Int(var seconds))
        || seconds.bitLength() > 62
        || changes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new VoteStatement(
              new ApprovalId(text(from, "request_id")),
              new Seen(
                  text(from, "digest"),
                  text(from, "policy_version"),
                  text(from, "evidence_digest")),
              new Choice(approves, text(from, "reason"), changes.get(), breakGlass),
              new By(new OperatorId(text(from, "voter")), text(from, "key_id")),
              new Moment(Instant.parse(text(from, "cast_at")), seconds.longValue())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Value.Fields from, String name) {
    return from.text(name).orElse("");
  }
}
