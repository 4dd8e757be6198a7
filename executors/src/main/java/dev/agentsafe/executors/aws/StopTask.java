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
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;

/** Stops one task of ECS. */
final class StopTask implements Procedure<Task> {
  private static final String STOPPED = "STOPPED";
  private static final String OF_SERVICE = "service:";
  private static final int LONGEST_REASON = 255;

  @Override
  public List<String> owners(Task live) {
    return Owners.of(live.tags(), Tag::key, Tag::value);
  }

  @Override
  public Thing thing() {
    return Thing.TASK;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(thing(), "cluster, task", "the task's ARN names the same cluster"),
        Map.of(
            "task-exists",
            blocking(
                "it is there, neither stopped nor being stopped, and of the service that the target"
                    + " is")),
        new Manual.Course(
            "`DescribeTasks`; time to end, the service that starts another",
            "one `StopTask`, with the decision's id in its reason",
            "the status `STOPPED`, or gone, before the deadline",
            "the service; CloudFormation, Terraform and others, by tags"),
        new Manual.Undoing.Irreversible("a task that was stopped is not started again"));
  }

  @Override
  public Optional<String> objection(Aim aim) {
    return Clusters.objection("task", aim);
  }

  @Override
  public Optional<Task> find(Services services, Aim aim) {
    try {
      return services
          .ecs()
          .describeTasks(asked ->
              asked.cluster(aim.text("cluster")).tasks(aim.text("task")).include(TaskField.TAGS))
          .tasks()
          .stream()
          .findFirst();
    } catch (ClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public Value.Fields fields(Task live, Aim aim) {
    return fields(live, String.valueOf(live.lastStatus()));
  }

  private static Value.Fields fields(Task live, String status) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("last_status", Value.of(status));
    if (live.group() != null) {
      fields.put("group", Value.of(live.group()));
    }
    return new Value.Fields(fields);
  }

  @Override
  public Change change(Task live, Aim aim) {
    var service = aim.home().ids().getOrDefault("service", "");
    if (aim.home().kind() == Thing.SERVICE && !belongs(live, service)) {
      return new Change.Impossible(
          "it belongs to `" + live.group() + "`, not to service `" + service + "`");
    }
    if (STOPPED.equals(live.lastStatus())) {
      return new Change.Impossible("it is stopped already");
    }
    if (STOPPED.equals(live.desiredStatus())) {
      return new Change.Impossible("it is being stopped already");
    }
    var effects = new ArrayList<String>();
    effects.add("Its containers get 30 seconds, or what their definition says, to end.");
    if (live.group() != null && live.group().startsWith(OF_SERVICE)) {
      effects.add(
          "Service `"
              + live.group().substring(OF_SERVICE.length())
              + "` starts another in its place.");
    }
    return new Change.Made("Stopping it", fields(live, STOPPED), effects);
  }

  private static boolean belongs(Task live, String service) {
    return (OF_SERVICE + Ids.last(service)).equals(live.group());
  }

  @Override
  public Sent send(Services services, Task live, Aim aim) {
    var why = aim.auditId() + aim.params().text("reason").map(r -> ": " + r).orElse("");
    var reason =
        why.codePoints()
            .limit(LONGEST_REASON)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    services
        .ecs()
        .stopTask(
            asked -> asked.cluster(aim.text("cluster")).task(aim.text("task")).reason(reason));
    return Sent.NOTHING;
  }

  @Override
  public Standing standing(Optional<Task> before, Optional<Task> live, Aim aim) {
    // ECS forgets a stopped task after an hour.
    if (live.isEmpty()) {
      return new Standing.Holds("it is gone");
    }
    var status = String.valueOf(live.get().lastStatus());
    return STOPPED.equals(status)
        ? new Standing.Holds("it is `" + status + "`")
        : new Standing.Moving("it is `" + status + "`");
  }

  @Override
  public Optional<Check> check(String name, Task live, Services services, Aim aim) {
    return name.equals("task-exists")
        ? Optional.of(
            switch (change(live, aim)) {
              case Change.Impossible(var why) -> new Check(false, why);
              case Change.None(var words) -> new Check(true, words);
              case Change.Made made -> new Check(true, "it is `" + live.lastStatus() + "`");
            })
        : Optional.empty();
  }
}
