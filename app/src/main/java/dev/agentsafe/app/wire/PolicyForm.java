package dev.agentsafe.app.wire;

import dev.agentsafe.core.PolicyChange;
import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.yaml.Problem;
import java.util.List;

/** What policies on disk have otherwise than those in force, as the operator sees it. */
public final class PolicyForm {
  private PolicyForm() {}

  /** What is on disk: its {@code status} is same, other, broken or elsewhere. */
  public static Value.Fields of(PolicyDesk.OnDisk found) {
    return switch (found) {
      case PolicyDesk.OnDisk.Same(var later) ->
          status("same").put("later", Value.texts(later)).done();
      case PolicyDesk.OnDisk.Other(var change, var later) ->
          status("other").put("change", change(change)).put("later", Value.texts(later)).done();
      case PolicyDesk.OnDisk.Broken(var problems) ->
          status("broken")
              .put(
                  "problems",
                  new Value.Items(problems.stream().<Value>map(PolicyForm::problem).toList()))
              .done();
      case PolicyDesk.OnDisk.Elsewhere(var why) -> status("elsewhere").put("why", why).done();
    };
  }

  /** What came of putting it into force; the same with {@code status} done. */
  public static Value.Fields of(PolicyDesk.Swapped.Done done) {
    return status("done")
        .put("change", change(done.change()))
        .put("asked_again", Value.of(done.askedAgain()))
        .put("denied", Value.of(done.denied()))
        .done();
  }

  private static Members status(String status) {
    return new Members().put("status", status);
  }

  private static Value change(PolicyChange change) {
    var rules = change.rules();
    return new Members()
        .put("policy_version_before", change.before())
        .put("policy_version", change.after())
        .put(
            "files",
            new Value.Items(
                change.files().stream()
                    .<Value>map(f ->
                        new Members()
                            .put("file", f.file())
                            .put("before_sha256", Value.ofOptional(f.before()))
                            .put("after_sha256", Value.ofOptional(f.after()))
                            .done())
                    .toList()))
        .put("came", names(rules.came()))
        .put("gone", names(rules.gone()))
        .put("changed", names(rules.changed()))
        .put("reordered", Value.of(rules.reordered()))
        .done();
  }

  private static Value names(List<RuleName> names) {
    return Value.texts(names.stream().map(RuleName::value).toList());
  }

  private static Value problem(Problem problem) {
    return new Members()
        .put("place", problem.location().toString())
        .put("message", problem.message())
        .done();
  }
}
