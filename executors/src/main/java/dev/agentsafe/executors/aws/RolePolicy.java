package dev.agentsafe.executors.aws;

import static dev.agentsafe.core.runner.Manual.Check.blocking;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/** Attaches a managed policy to a role of IAM, and detaches it. */
enum RolePolicy implements Procedure<RolePolicy.Attached> {
  ATTACH,
  DETACH;

  /**
   * The policies of a role.
   *
   * @param arns in order
   */
  record Attached(List<String> arns) {
    Attached {
      arns = List.copyOf(arns);
    }
  }

  @Override
  public Optional<Value.Fields> whole(Attached live) {
    return Optional.of(Value.EMPTY.with("AttachedPolicies", Value.texts(live.arns())));
  }

  @Override
  public Map<String, String> tags(Attached live, Services services, Aim aim) {
    return Owners.tags(
        services.iam().listRoleTags(asked -> asked.roleName(aim.text("role_name"))).tags(),
        Tag::key,
        Tag::value);
  }

  @Override
  public Thing thing() {
    return Thing.ROLE;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(thing(), "policy_arn", Ids.POLICY.words() + " of the account or of AWS"),
        Map.of(
            "role-exists",
            blocking("it is there"),
            "policy-exists",
            blocking("it is there"),
            "policy-attached",
            blocking("the role has it")),
        new Manual.Course(
            "`ListAttachedRolePolicies`, `GetPolicy`",
            wanted() ? "one `AttachRolePolicy`" : "one `DetachRolePolicy`",
            "the policy " + (wanted() ? "" : "not ") + "in the role's list, before the deadline",
            "CloudFormation, Terraform and others, by tags, in the rehearsal"),
        new Manual.Undoing.Inverse(wanted() ? "it is detached again" : "it is attached again"));
  }

  private static String policy(Aim aim) {
    return aim.text("policy_arn");
  }

  @Override
  public Optional<String> objection(Aim aim) {
    return Ids.POLICY.objection(
        "policy_arn", policy(aim), aim.home().account(), aim.home().region());
  }

  @Override
  public Optional<Attached> find(Services services, Aim aim) {
    try {
      return Optional.of(
          new Attached(
              services
                  .iam()
                  .listAttachedRolePoliciesPaginator(asked -> asked.roleName(aim.text("role_name")))
                  .attachedPolicies()
                  .stream()
                  .map(AttachedPolicy::policyArn)
                  .sorted()
                  .toList()));
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }

  @Override
  public Value.Fields fields(Attached live, Aim aim) {
    return new Value.Fields(Map.of("attached_policies", Value.texts(live.arns())));
  }

  private boolean wanted() {
    return this == ATTACH;
  }

  @Override
  public Change change(Attached live, Aim aim) {
    var policy = policy(aim);
    if (live.arns().contains(policy) == wanted()) {
      // Undoing what was not done would change it.
      return new Change.Impossible(
          "`" + policy + (wanted() ? "` is attached already" : "` is not attached"));
    }
    var after = new TreeSet<>(live.arns());
    var _ = wanted() ? after.add(policy) : after.remove(policy);
    return new Change.Made(
        (wanted() ? "Attaching " : "Detaching ") + policy,
        fields(new Attached(List.copyOf(after)), aim),
        List.of("Everybody who has the role is affected within seconds, everywhere."));
  }

  @Override
  public Sent send(Services services, Attached live, Aim aim) {
    var role = aim.text("role_name");
    if (wanted()) {
      services.iam().attachRolePolicy(asked -> asked.roleName(role).policyArn(policy(aim)));
    } else {
      services.iam().detachRolePolicy(asked -> asked.roleName(role).policyArn(policy(aim)));
    }
    return Sent.NOTHING;
  }

  @Override
  public Standing standing(Optional<Attached> before, Optional<Attached> live, Aim aim) {
    if (live.isEmpty()) {
      return new Standing.Broken("the role is gone");
    }
    var there = live.get().arns().contains(policy(aim));
    var words = there ? "the policy is attached" : "the policy is not attached";
    return there == wanted() ? new Standing.Holds(words) : new Standing.Moving(words);
  }

  @Override
  public Optional<Check> check(String name, Attached live, Services services, Aim aim) {
    return switch (name) {
      case "role-exists" ->
          Optional.of(new Check(true, "it has " + live.arns().size() + " managed policies"));
      case "policy-exists" -> Optional.of(known(services, aim));
      case "policy-attached" ->
          Optional.of(
              live.arns().contains(policy(aim))
                  ? new Check(true, "the policy is attached")
                  : new Check(false, "the policy is not attached"));
      default -> Optional.empty();
    };
  }

  private static Check known(Services services, Aim aim) {
    try {
      var found = services.iam().getPolicy(asked -> asked.policyArn(policy(aim))).policy();
      return new Check(true, "there is policy `" + found.policyName() + "`");
    } catch (NoSuchEntityException e) {
      return new Check(false, "there is no policy `" + policy(aim) + "`");
    }
  }
}
