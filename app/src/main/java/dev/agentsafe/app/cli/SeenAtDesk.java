package dev.agentsafe.app.cli;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.approval.Sealing;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.canonical.Value;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Computes what a vote is signed for from what the operator was shown.
 *
 * <p>Whoever hands out a question also hands out its digests. Signed unseen, they could be those of
 * another request than the one on the screen.
 */
final class SeenAtDesk {
  private static final List<String> REQUEST =
      List.of("action", "target", "caller", "delegation_chain", "params", "ticket_id");

  private static final String TAMPERED =
      "Somebody between this command and the journal may have changed it: find out who answers at"
          + " the address in `.agent-safe/gateway.json` before you sign anything.";
  private static final String RULES =
      "The console decides by other rules than the files here hold: put them into force with"
          + " `agent-safe reload`, or answer where it runs.";

  private SeenAtDesk() {}

  /**
   * What was shown, as digests.
   *
   * @throws CoreException where the desk names other digests; nothing may be signed then
   */
  static Seen of(Workspace workspace, Value.Fields question) {
    var request = new LinkedHashMap<String, Value>();
    REQUEST.forEach(name -> request.put(name, question.get(name).orElse(Value.NULL)));
    var seen =
        new Seen(
            Sealing.request(new Value.Fields(request)),
            workspace.policyVersion(),
            Sealing.evidence(evidence(question)));
    hold(question, "digest", seen.request(), "the request that it shows", TAMPERED);
    hold(question, "evidence_digest", seen.evidence(), "the evidence that it shows", TAMPERED);
    hold(question, "policy_version", seen.policyVersion(), "the policies of this workspace", RULES);
    return seen;
  }

  private static void hold(
      Value.Fields question, String name, String computed, String of, String what) {
    var said = question.text(name).orElse("");
    if (!said.equals(computed)) {
      throw new CoreException(
          ("What answers for the console gives `%s` as `%s`, but for %s it is `%s`. Nothing was"
                  + " signed. %s")
              .formatted(name, said, of, computed, what));
    }
  }

  /** Evidence as it is digested; on the way its prechecks have a shorter name. */
  private static Value.Fields evidence(Value.Fields question) {
    var recorded = new LinkedHashMap<String, Value>();
    if (question.get("evidence").orElse(Value.NULL) instanceof Value.Fields shown) {
      shown
          .values()
          .forEach((name, value) ->
              recorded.put(name.equals("prechecks") ? "precheck_results" : name, value));
    }
    return new Value.Fields(recorded);
  }
}
