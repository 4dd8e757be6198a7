package dev.agentsafe.executors.aws;

import static dev.agentsafe.core.runner.Manual.Check.blocking;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Sets how many tasks a service of ECS runs, deploys it anew, or both. */
final class UpdateService implements Procedure<Service> {
  private static final String ACTIVE = "ACTIVE";

  @Override
  public Thing thing() {
    return Thing.SERVICE;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(
            thing(),
            "desired_count, force_new_deployment",
            "at least one of them; the service's ARN names the same cluster"),
        Map.of("service-exists", blocking("it is there and `ACTIVE`")),
        new Manual.Course(
            "`DescribeServices`; tasks that are stopped or replaced",
            "one `UpdateService`, without a client token, because it takes none",
            "as many tasks running as are wanted, none pending, every deployment complete,"
                + " before the deadline; tasks running of wanted as progress",
            "CloudFormation, Terraform and others, by tags; another deployment controller"),
        new Manual.Undoing.Inverse(
            "the number of tasks before; tasks that were replaced stay replaced"));
  }

  @Override
  public Optional<String> objection(Aim aim) {
    if (aim.number("desired_count").isEmpty() && !anew(aim)) {
      return Optional.of(
          "Neither `desired_count` nor `force_new_deployment` is given, so nothing would change.");
    }
    return aim.number("desired_count")
        .filter(count -> count.signum() < 0 || count.bitLength() > Integer.SIZE - 2)
        .map(count -> "Parameter `desired_count`: `" + count + "` is no number of tasks.")
        .or(() -> Clusters.objection("service", aim));
  }

  private static boolean anew(Aim aim) {
    return aim.params().get("force_new_deployment").orElse(Value.NULL)
            instanceof Value.Bool(var anew)
        && anew;
  }

  private static int wanted(Service live, Aim aim) {
    return aim.number("desired_count").map(n -> n.intValueExact()).orElse(live.desiredCount());
  }

  @Override
  public Optional<Service> find(Services services, Aim aim) {
    try {
      return services
          .ecs()
          .describeServices(asked ->
              asked
                  .cluster(aim.text("cluster"))
                  .services(aim.text("service"))
                  .include(ServiceField.TAGS))
          .services()
          .stream()
          .findFirst();
    } catch (ClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public Value.Fields fields(Service live, Aim aim) {
    return fields(live, live.desiredCount(), live.runningCount());
  }

  private static Value.Fields fields(Service live, int desired, int running) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("desired_count", Value.of(desired));
    fields.put("running_count", Value.of(running));
    fields.put("status", Value.of(String.valueOf(live.status())));
    fields.put("task_definition", Value.of(String.valueOf(live.taskDefinition())));
    return new Value.Fields(fields);
  }

  @Override
  public Change change(Service live, Aim aim) {
    int now = live.desiredCount();
    int wanted = wanted(live, aim);
    if (!ACTIVE.equals(live.status())) {
      return new Change.Impossible("it is `" + live.status() + "`, not `" + ACTIVE + "`");
    }
    if (wanted != now && live.schedulingStrategy() == SchedulingStrategy.DAEMON) {
      return new Change.Impossible("it runs one task on each instance and has no wanted count");
    }
    if (anew(aim) && !isItsOwn(live)) {
      return new Change.Impossible("its deployments are made by another controller than ECS");
    }
    if (wanted == now && !anew(aim)) {
      return new Change.None("It already wants " + tasks(now) + ".");
    }
    var done = new ArrayList<String>();
    if (wanted != now) {
      done.add("Scaling from " + now + " to " + wanted);
    }
    if (anew(aim)) {
      done.add(done.isEmpty() ? "Deploying anew" : "deploying anew");
    }
    return new Change.Made(
        String.join(" and ", done), fields(live, wanted, wanted), effects(now, wanted, anew(aim)));
  }

  private static boolean isItsOwn(Service live) {
    return live.deploymentController() == null
        || live.deploymentController().type() == DeploymentControllerType.ECS;
  }

  private static List<String> effects(int now, int wanted, boolean anew) {
    var effects = new ArrayList<String>();
    if (wanted < now) {
      effects.add("Stopped: " + tasks(now - wanted) + ".");
    }
    if (anew) {
      effects.add("Every task is replaced by a new one of the same definition.");
    }
    return effects;
  }

  private static String tasks(int count) {
    return count == 1 ? "1 task" : count + " tasks";
  }

  @Override
  public Sent send(Services services, Service live, Aim aim) {
    var request =
        UpdateServiceRequest.builder().cluster(aim.text("cluster")).service(aim.text("service"));
    aim.number("desired_count").ifPresent(n -> request.desiredCount(n.intValueExact()));
    if (anew(aim)) {
      request.forceNewDeployment(true);
    }
    services.ecs().updateService(request.build());
    return Sent.NOTHING;
  }

  @Override
  public boolean shows(Aim aim) {
    return !anew(aim);
  }

  @Override
  public Standing standing(Optional<Service> before, Optional<Service> live, Aim aim) {
    if (live.isEmpty()) {
      return new Standing.Broken("it is gone");
    }
    var found = live.get();
    int wanted = wanted(found, aim);
    if (found.desiredCount() != wanted) {
      return before.map(b -> b.desiredCount().equals(found.desiredCount())).orElse(true)
          ? new Standing.Moving("it still wants " + tasks(found.desiredCount()))
          : new Standing.Broken(
              "somebody else has set it to " + tasks(found.desiredCount()) + " meanwhile");
    }
    if (anew(aim) && before.map(b -> primary(b).equals(primary(found))).orElse(false)) {
      return new Standing.Moving("its new deployment has not begun");
    }
    var failed =
        found.deployments().stream()
            .filter(d -> d.rolloutState() == DeploymentRolloutState.FAILED)
            .findFirst();
    if (failed.isPresent()) {
      return new Standing.Broken("its deployment failed: " + failed.get().rolloutStateReason());
    }
    if (found.runningCount() != wanted || found.pendingCount() != 0) {
      return new Standing.Moving(found.runningCount() + " of " + tasks(wanted) + " running");
    }
    return found.deployments().stream().anyMatch(d -> moving(d, found.deployments().size()))
        ? new Standing.Moving("its deployment is going on")
        : new Standing.Holds(found.runningCount() + " of " + tasks(wanted) + " running");
  }

  private static Optional<String> primary(Service live) {
    return live.deployments().stream()
        .filter(d -> "PRIMARY".equals(d.status()))
        .map(Deployment::id)
        .findFirst();
  }

  /** Services without the circuit breaker's account of it have one deployment when it is over. */
  private static boolean moving(Deployment deployment, int all) {
    return deployment.rolloutState() == null
        ? all > 1
        : deployment.rolloutState() != DeploymentRolloutState.COMPLETED;
  }

  @Override
  public List<String> owners(Service live) {
    return Owners.of(live.tags(), Tag::key, Tag::value);
  }

  @Override
  public Optional<Check> check(String name, Service live, Services services, Aim aim) {
    return name.equals("service-exists")
        ? Optional.of(new Check(ACTIVE.equals(live.status()), "it is `" + live.status() + "`"))
        : Optional.empty();
  }
}
