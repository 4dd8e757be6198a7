package dev.agentsafe.core.approval;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The bytes behind digests and signatures of approvals: a line that says what they are for, then a
 * canonical value. No bytes of one use are ever those of another.
 */
public final class Sealing {
  /** Opens what a vote signs. */
  public static final String VOTE = "agent-safe/vote/v1\n";

  private static final String REQUEST = "agent-safe/request/v1\n";
  private static final String EVIDENCE = "agent-safe/evidence/v1\n";

  private Sealing() {}

  /**
   * The digest of a request, 64 hex digits.
   *
   * @param request its members, secrets already taken out, as {@code docs/approvals.md} lists them
   */
  public static String request(Value.Fields request) {
    return sha256(REQUEST, request);
  }

  /** The digest of evidence, 64 hex digits. */
  public static String evidence(Rehearsal.Outcome evidence) {
    return evidence(value(evidence));
  }

  /** The digest of evidence that was recorded, 64 hex digits. */
  public static String evidence(Value.Fields recorded) {
    return sha256(EVIDENCE, recorded);
  }

  /** Evidence as it is recorded and digested. */
  public static Value.Fields value(Rehearsal.Outcome evidence) {
    return switch (evidence) {
      case Rehearsal.Outcome.Gathering g -> Value.EMPTY.with("status", Value.of("gathering"));
      case Rehearsal.Outcome.NotPossible(var why, var hint) ->
          Value.EMPTY
              .with("status", Value.of("not_possible"))
              .with("why", Value.of(why))
              .with("hint", Value.ofOptional(hint));
      case Rehearsal.Outcome.Done(var seen) ->
          Value.EMPTY
              .with("status", Value.of("done"))
              .with("now", seen.now())
              .with("after", seen.after())
              .with("affected", Value.texts(seen.affected()))
              .with("precheck_results", prechecks(seen.prechecks()))
              .with("notes", Value.texts(seen.notes()));
    };
  }

  /** Prechecks as they are recorded. */
  public static Value prechecks(List<PrecheckResult> results) {
    return new Value.Items(
        results.stream()
            .<Value>map(r ->
                new Value.Fields(
                    Map.of(
                        "name", Value.of(r.name()),
                        "passed", Value.of(r.passed()),
                        "message", Value.of(r.message()),
                        "advisory", Value.of(r.advisory()))))
            .toList());
  }

  /** Whether a signature in its one written form is that key's over those bytes. */
  static boolean isSigned(byte[] message, String signature, OperatorKey key) {
    try {
      var bytes = Base64.getUrlDecoder().decode(signature);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature)
          && key.verifies(message, bytes);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The bytes that are signed. */
  static byte[] bytes(String purpose, Value.Fields value) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(purpose.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(CanonicalJson.bytes(value));
    return out.toByteArray();
  }

  private static String sha256(String purpose, Value.Fields value) {
    return HexFormat.of().formatHex(CanonicalJson.sha256().digest(bytes(purpose, value)));
  }
}
