package dev.agentsafe.core.audit;

import dev.agentsafe.core.approval.Sealing;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.state.Rehearsal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks every vote of a journal with nothing but the operators' public keys: that the voter signed
 * it, and that what they signed for is what the journal says was asked and shown.
 *
 * <p>Whether the journal's lines are those that were written is for {@link LogVerifier}. For one
 * thread; never throws, whatever the entries hold.
 */
public final class VoteVerifier {
  private static final String GATHERING = Sealing.evidence(new Rehearsal.Outcome.Gathering());

  private final Operators known;
  private final Map<String, Asked> asked = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /** A verifier that trusts these keys. */
  public VoteVerifier(Operators known) {
    this.known = known;
  }

  /**
   * One vote, or a ticket that no vote stands behind.
   *
   * @param voter empty for a ticket
   * @param fault what is wrong; empty: nothing
   */
  public record Finding(long seq, String requestId, String voter, Optional<String> fault) {}

  /** What the journal says of a question. */
  private static final class Asked {
    private final String request;
    private final String policyVersion;
    private String evidence = GATHERING;
    private final List<Value.Fields> agreed = new ArrayList<>();
    private final Value.Fields params;

    private Asked(String request, Value.Fields params, String policyVersion) {
      this.request = request;
      this.params = params;
      this.policyVersion = policyVersion;
    }
  }

  /** Takes the entries in the order of the journal. */
  public void accept(AuditEntry entry) {
    var id = entry.context().text("request_id").orElse("");
    var type = entry.chain().type();
    if (type.equals(EntryType.APPROVAL_REQUESTED)) {
      asked.put(
          id,
          new Asked(
              request(entry), entry.params(), entry.context().text("policy_version").orElse("")));
    } else if (type.equals(EntryType.EVIDENCE)) {
      Optional.ofNullable(asked.get(id)).ifPresent(a -> a.evidence = evidence(entry.context()));
    } else if (type.equals(EntryType.VOTE)) {
      vote(id, entry);
    } else if (type.equals(EntryType.TICKET_ISSUED) && !id.isEmpty()) {
      var question = asked.remove(id);
      if (question == null || !question.agreed.contains(entry.params())) {
        findings.add(
            new Finding(
                entry.seq(),
                id,
                "",
                Optional.of("a ticket was issued, and no vote that verifies agrees to it")));
      }
    }
  }

  /** What was found, in the order of the journal. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  private void vote(String id, AuditEntry entry) {
    var signed =
        VoteStatement.read(entry.context())
            .flatMap(s -> entry.context().text("signature").map(at -> new SignedVote(s, at)));
    var question = Optional.ofNullable(asked.get(id));
    var fault =
        signed.isEmpty()
            ? Optional.of("it is no signed vote")
            : signature(signed.get()).or(() -> sight(signed.get().statement(), question));
    if (fault.isEmpty() && signed.orElseThrow().statement().choice().approves()) {
      var then = question.orElseThrow();
      then.agreed.add(signed.get().statement().choice().changes().on(then.params));
    }
    findings.add(new Finding(entry.seq(), id, entry.context().text("voter").orElse(""), fault));
  }

  private Optional<String> signature(SignedVote vote) {
    var said = vote.statement();
    var key = known.find(said.by().voter()).flatMap(m -> m.key(said.by().keyId()));
    if (key.isEmpty()) {
      return Optional.of("`" + said.by().voter() + "` has no key `" + said.by().keyId() + "`");
    }
    if (!key.get().isGoodAt(said.moment().castAt())) {
      return Optional.of("the key `" + said.by().keyId() + "` was retired by then");
    }
    return vote.isSignedBy(key.get().key())
        ? Optional.empty()
        : Optional.of("the signature does not fit what is said");
  }

  private static Optional<String> sight(VoteStatement said, Optional<Asked> question) {
    if (question.isEmpty()) {
      return Optional.of("nobody asked what it answers");
    }
    var then = question.get();
    if (!said.seen().request().equals(then.request)) {
      return Optional.of("it is for another request than was asked");
    }
    if (!said.seen().policyVersion().equals(then.policyVersion)) {
      return Optional.of("it is for other rules than asked");
    }
    boolean blind = !said.choice().approves() && said.seen().evidence().equals(GATHERING);
    return blind || said.seen().evidence().equals(then.evidence)
        ? Optional.empty()
        : Optional.of("it is for other evidence than was recorded");
  }

  private static String request(AuditEntry entry) {
    var chain =
        entry.context().get("caller").orElse(Value.NULL) instanceof Value.Fields caller
            ? caller.get("delegation_chain").orElse(Value.texts(List.of()))
            : Value.texts(List.of());
    return Sealing.request(
        new Value.Fields(
            Map.of(
                "action", Value.of(entry.subject().action()),
                "target", Value.of(entry.subject().target()),
                "caller", Value.of(entry.subject().caller()),
                "delegation_chain", chain,
                "params", entry.params(),
                "ticket_id", Value.ofOptional(entry.line().text("ticket_id")))));
  }

  private static String evidence(Value.Fields context) {
    var recorded = new LinkedHashMap<>(context.values());
    recorded.remove("request_id");
    recorded.remove("evidence_digest");
    return Sealing.evidence(new Value.Fields(recorded));
  }
}
