package dev.agentsafe.core.approval;

/**
 * What an approver was shown, as digests: a vote counts for exactly this.
 *
 * @param request SHA-256 hex over action, target, caller, delegation chain, parameters and change
 *     ticket; see {@link Sealing#request}
 * @param policyVersion SHA-256 hex over the rules that asked
 * @param evidence SHA-256 hex over what would change; see {@link Sealing#evidence}
 */
public record Seen(String request, String policyVersion, String evidence) {

  /** What a question shows now. */
  public static Seen of(ApprovalRequest question) {
    var binding = question.binding();
    return new Seen(
        binding.digest(), binding.policyVersion(), Sealing.evidence(question.asked().evidence()));
  }
}
