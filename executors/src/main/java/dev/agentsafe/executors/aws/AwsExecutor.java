package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.credential.AwsSettings;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Seen;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Acts on AWS and reads it; thread-safe.
 *
 * <p>Every order goes to the account and region that its target is bound to: credentials of any
 * other account are refused before anything is read or sent. What is read is read as the workspace
 * says for that account; where a permit has a credential, the write proves itself with that. Reads
 * are tried again as AWS's client does, writes are sent once, and AWS notes the decision's id with
 * every call.
 */
public final class AwsExecutor implements Executor, AutoCloseable {
  private static final Map<ActionName, Procedure<?>> PROCEDURES =
      Map.ofEntries(
          Map.entry(new ActionName("ec2-start-instance"), InstancePower.START),
          Map.entry(new ActionName("ec2-stop-instance"), InstancePower.STOP),
          Map.entry(new ActionName("ec2-reboot-instance"), InstancePower.REBOOT),
          Map.entry(new ActionName("ec2-terminate-instance"), InstancePower.TERMINATE),
          Map.entry(new ActionName("ecs-update-service"), new UpdateService()),
          Map.entry(new ActionName("ecs-scale-service"), new UpdateService()),
          Map.entry(new ActionName("ecs-stop-task"), new StopTask()),
          Map.entry(new ActionName("lambda-update-function-config"), new ConfigureFunction()),
          Map.entry(new ActionName("lambda-invoke-function"), new InvokeFunction()),
          Map.entry(new ActionName("s3-delete-object"), new DeleteObject()),
          Map.entry(new ActionName("s3-restore-object"), new RestoreObject()),
          Map.entry(new ActionName("s3-put-bucket-policy"), new PutBucketPolicy()),
          Map.entry(new ActionName("iam-attach-role-policy"), RolePolicy.ATTACH),
          Map.entry(new ActionName("iam-detach-role-policy"), RolePolicy.DETACH));

  private final InstantSource clock;
  private final Ways ways;
  private final Accounts accounts = new Accounts();

  /**
   * What it reaches, as whom, and how long a single call may take.
   *
   * @param own proves itself for accounts of which the settings name no profile
   * @param callTimeout of one call; an order's own deadline bounds all of them
   */
  record Config(
      AwsSettings settings,
      Function<Optional<String>, AwsCredentialsProvider> own,
      Duration callTimeout,
      InstantSource clock) {}

  AwsExecutor(Config config) {
    this.clock = config.clock();
    this.ways = new Ways(config.settings(), config.own(), config.callTimeout());
  }

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public Set<ActionName> actions() {
    return PROCEDURES.keySet();
  }

  @Override
  public boolean reaches(Target target) {
    return target.binding().filter(b -> b.system().equals("aws")).isPresent();
  }

  @Override
  public Rehearsal.Outcome rehearse(Order order) {
    try {
      return with(order, (operation, opened) -> operation.rehearse(), AwsExecutor::notPossible);
    } catch (ExecutorException e) {
      return new Rehearsal.Outcome.NotPossible(
          said(e), Optional.of("Check that AWS can be reached from here, and as whom."));
    }
  }

  private static Rehearsal.Outcome notPossible(String why) {
    return new Rehearsal.Outcome.NotPossible(why, Optional.empty());
  }

  @Override
  public Value.Fields read(Order order) {
    return with(order, (operation, opened) -> operation.read(), why -> Value.EMPTY);
  }

  @Override
  public Seen look(Order order) {
    return with(
        order,
        (operation, opened) -> operation.look(),
        why -> new Seen(Value.EMPTY, Optional.empty()));
  }

  @Override
  public List<PrecheckResult> precheck(Order order) {
    return with(
        order,
        (operation, opened) -> operation.precheck(),
        why ->
            order.request().action().scope().prechecks().stream()
                .map(check -> new PrecheckResult(check.name(), false, why, false))
                .toList());
  }

  @Override
  public Effected execute(Order order, Permit permit, Consumer<String> progress) {
    var credential = Objects.requireNonNull(permit, "permit").credential();
    if (credential.isEmpty() && order.request().action().scope().credentials().isPresent()) {
      progress.accept("The workspace serves no credentials: acting with AWS's own of this machine");
    }
    try {
      var given = credential.map(c -> new SessionCredentials(c, clock));
      return with(
          order,
          (operation, opened) -> {
            var writing = given.map(opened.reach()::as).orElse(opened.reach());
            return stranger(writing, opened)
                .<Effected>map(Effected.NotDone::new)
                .orElseGet(() -> operation.execute(writing, progress));
          },
          Effected.NotDone::new);
    } catch (ExecutorException e) {
      // Reads before the write are all that throws: nothing was sent.
      return new Effected.NotDone(said(e));
    }
  }

  @Override
  public Set<String> things(Order order) {
    var procedure = PROCEDURES.get(order.request().action().name());
    return procedure != null && Aim.of(order, procedure.thing()) instanceof Aim.Found.At(var aim)
        ? Set.of(name() + " " + aim.address())
        : Set.of();
  }

  @Override
  public Readback readBack(Order order, Value.Fields before) {
    try {
      return with(order, (operation, opened) -> operation.happened(before), Readback.Open::new);
    } catch (ExecutorException e) {
      return new Readback.Open(said(e));
    }
  }

  @Override
  public Optional<Manual> manual(ActionName action) {
    return Optional.ofNullable(PROCEDURES.get(action)).map(Procedure::manual);
  }

  private static String said(ExecutorException e) {
    return String.valueOf(e.getMessage());
  }

  /** What one order has open. */
  private record Opened(Aim aim, Services.Reach reach, Deadline deadline) {}

  /** What is done with an order that can be worked on. */
  private interface Use<R> {
    R with(Operation<?> operation, Opened opened);
  }

  private Optional<String> stranger(Services.Reach reach, Opened opened) {
    return accounts.objection(reach, opened.deadline(), opened.aim().home().account());
  }

  /** Opens what the order is about, or says why it cannot be. */
  private <R> R with(Order order, Use<R> use, Function<String, R> refused) {
    var procedure = PROCEDURES.get(order.request().action().name());
    return procedure == null
        ? refused.apply("`" + order.request().action().name() + "` cannot be done here.")
        : with(procedure, order, use, refused);
  }

  private <T, R> R with(
      Procedure<T> procedure, Order order, Use<R> use, Function<String, R> refused) {
    return switch (Aim.of(order, procedure.thing())) {
      case Aim.Found.Nowhere(var why) -> refused.apply(why);
      case Aim.Found.At(var aim) -> {
        var objection = procedure.objection(aim);
        yield objection.isPresent()
            ? refused.apply(objection.get())
            : switch (ways.to(aim)) {
              case Ways.Way.Closed(var why) -> refused.apply(why);
              case Ways.Way.Open(var found) -> {
                var reach = Accounts.pinned(found);
                var opened = new Opened(aim, reach, Deadline.in(order.deadline()));
                var stranger = stranger(reach, opened);
                yield stranger.isPresent()
                    ? refused.apply(stranger.get())
                    : use.with(
                        new Operation<>(
                            procedure, aim, order.request().action(), reach, opened.deadline()),
                        opened);
              }
            };
      }
    };
  }

  /** Closes its connections; orders that are still under way lose theirs. */
  @Override
  public void close() {
    ways.close();
  }
}
