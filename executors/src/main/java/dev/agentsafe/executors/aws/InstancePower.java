package dev.agentsafe.executors.aws;

import static dev.agentsafe.core.runner.Manual.Check.blocking;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Starts, stops, reboots and terminates an instance of EC2. */
enum InstancePower implements Procedure<Instance> {
  START(InstanceStateName.STOPPED, InstanceStateName.PENDING, InstanceStateName.RUNNING),
  STOP(InstanceStateName.RUNNING, InstanceStateName.STOPPING, InstanceStateName.STOPPED),
  REBOOT(InstanceStateName.RUNNING, InstanceStateName.RUNNING, InstanceStateName.RUNNING),
  TERMINATE(
      InstanceStateName.RUNNING, InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);

  private final InstanceStateName from;
  private final InstanceStateName through;
  private final InstanceStateName to;

  InstancePower(InstanceStateName from, InstanceStateName through, InstanceStateName to) {
    this.from = from;
    this.through = through;
    this.to = to;
  }

  @Override
  public Thing thing() {
    return Thing.INSTANCE;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(thing()),
        Map.of(
            "instance-exists",
            blocking(
                "it is there and " + (this == TERMINATE ? "not terminated" : "`" + from + "`")),
            "termination-protection",
            blocking("it is not protected against termination")),
        new Manual.Course(
            "`DescribeInstances`; public address, instance store, volumes that are deleted with it",
            "one call of EC2, without a client token, because it takes none",
            this == REBOOT
                ? "taken, and `running`: AWS does not tell when its system is up again"
                : "the state `" + to + "`, before the deadline",
            "Auto Scaling, CloudFormation, Spot fleets, EKS, Karpenter, Terraform and others, by"
                + " tags"),
        undoing());
  }

  private Manual.Undoing undoing() {
    return switch (this) {
      case START -> new Manual.Undoing.Inverse("it is stopped again");
      case STOP ->
          new Manual.Undoing.Inverse(
              "it runs again, with another public address unless it has an Elastic IP");
      case REBOOT -> new Manual.Undoing.Irreversible("what ran before the reboot is gone");
      case TERMINATE -> new Manual.Undoing.Irreversible("the instance is gone for good");
    };
  }

  private static String id(Aim aim) {
    return aim.text("instance_id");
  }

  @Override
  public Optional<Instance> find(Services services, Aim aim) {
    try {
      return services
          .ec2()
          .describeInstances(asked -> asked.instanceIds(id(aim)))
          .reservations()
          .stream()
          .flatMap(reservation -> reservation.instances().stream())
          .findFirst();
    } catch (Ec2Exception e) {
      if (e.awsErrorDetails() != null
          && "InvalidInstanceID.NotFound".equals(e.awsErrorDetails().errorCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Value.Fields fields(Instance live, Aim aim) {
    return fields(live, word(live));
  }

  private static Value.Fields fields(Instance live, String state) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("state", Value.of(state));
    if (live.instanceTypeAsString() != null) {
      fields.put("instance_type", Value.of(live.instanceTypeAsString()));
    }
    return new Value.Fields(fields);
  }

  private static InstanceStateName state(Instance live) {
    return live.state() == null ? InstanceStateName.UNKNOWN_TO_SDK_VERSION : live.state().name();
  }

  private static String word(Instance live) {
    return live.state() == null ? "unknown" : live.state().nameAsString();
  }

  @Override
  public Change change(Instance live, Aim aim) {
    var now = state(live);
    if (this == TERMINATE) {
      return now == to || now == through
          ? new Change.Impossible("it is `" + word(live) + "` already")
          : new Change.Made(words(), fields(live, to.toString()), effects(live));
    }
    if (now != from) {
      // Also where it is as wanted already: undoing what was not done would change it.
      return new Change.Impossible("it is `" + word(live) + "`, not `" + from + "`");
    }
    return this == STOP && live.rootDeviceType() == DeviceType.INSTANCE_STORE
        ? new Change.Impossible("its root volume is instance store, so it can only be terminated")
        : new Change.Made(words(), fields(live, to.toString()), effects(live));
  }

  private String words() {
    return switch (this) {
      case START -> "Starting it";
      case STOP -> "Stopping it";
      case REBOOT -> "Rebooting it";
      case TERMINATE -> "Terminating it for good";
    };
  }

  private List<String> effects(Instance live) {
    var effects = new ArrayList<String>();
    if (this == STOP && live.publicIpAddress() != null) {
      effects.add(
          isElastic(live)
              ? "Its Elastic IP " + live.publicIpAddress() + " stays with it."
              : "Its public address " + live.publicIpAddress() + " is given up.");
    }
    if (this == START) {
      effects.add("It gets another public address, unless it has an Elastic IP or none.");
    }
    if (this == STOP || this == TERMINATE) {
      effects.add("What is on instance store volumes is lost.");
    }
    if (this == REBOOT) {
      effects.add("Connections are cut; the instance keeps its addresses and volumes.");
    }
    if (this == TERMINATE) {
      var volumes =
          live.blockDeviceMappings().stream()
              .filter(m -> m.ebs() != null && Boolean.TRUE.equals(m.ebs().deleteOnTermination()))
              .map(m -> m.ebs().volumeId())
              .collect(Collectors.joining(", "));
      effects.add(
          volumes.isEmpty()
              ? "No volume is deleted with it."
              : "Deleted with it: " + volumes + ".");
    }
    return effects;
  }

  /** Addresses that AWS lends are its own. */
  private static boolean isElastic(Instance live) {
    return live.networkInterfaces().stream()
        .map(InstanceNetworkInterface::association)
        .filter(Objects::nonNull)
        .anyMatch(lent ->
            Objects.equals(lent.publicIp(), live.publicIpAddress())
                && !"amazon".equals(lent.ipOwnerId()));
  }

  @Override
  public Sent send(Services services, Instance live, Aim aim) {
    var ec2 = services.ec2();
    switch (this) {
      case START -> ec2.startInstances(asked -> asked.instanceIds(id(aim)));
      case STOP -> ec2.stopInstances(asked -> asked.instanceIds(id(aim)));
      case REBOOT -> ec2.rebootInstances(asked -> asked.instanceIds(id(aim)));
      case TERMINATE -> ec2.terminateInstances(asked -> asked.instanceIds(id(aim)));
    }
    return Sent.NOTHING;
  }

  @Override
  public boolean shows(Aim aim) {
    return this != REBOOT;
  }

  @Override
  public Standing standing(Optional<Instance> before, Optional<Instance> live, Aim aim) {
    if (live.isEmpty()) {
      return this == TERMINATE
          ? new Standing.Holds("it is gone")
          : new Standing.Broken("it is gone");
    }
    var now = state(live.get());
    var words = "it is `" + word(live.get()) + "`";
    if (now == to) {
      return new Standing.Holds(
          this == REBOOT ? words + "; AWS does not tell when its system is up again" : words);
    }
    if (now == through || this == TERMINATE) {
      return new Standing.Moving(words);
    }
    // Just after it was taken, the state of before may still be told.
    return now == from && before.map(b -> reason(b).equals(reason(live.get()))).orElse(true)
        ? new Standing.Moving(words)
        : new Standing.Broken(words + " " + reason(live.get()));
  }

  private static String reason(Instance live) {
    return live.stateReason() == null ? "" : "(" + live.stateReason().message() + ")";
  }

  @Override
  public List<String> owners(Instance live) {
    return Owners.of(live.tags(), Tag::key, Tag::value);
  }

  @Override
  public Optional<Check> check(String name, Instance live, Services services, Aim aim) {
    return switch (name) {
      case "instance-exists" ->
          Optional.of(
              switch (change(live, aim)) {
                case Change.Impossible(var why) -> new Check(false, why);
                case Change.None(var words) -> new Check(true, words);
                case Change.Made made -> new Check(true, "it is `" + word(live) + "`");
              });
      case "termination-protection" -> Optional.of(unprotected(services, aim));
      default -> Optional.empty();
    };
  }

  private static Check unprotected(Services services, Aim aim) {
    var answer =
        services
            .ec2()
            .describeInstanceAttribute(asked ->
                asked.instanceId(id(aim)).attribute(InstanceAttributeName.DISABLE_API_TERMINATION));
    var kept = answer.disableApiTermination();
    return kept != null && Boolean.TRUE.equals(kept.value())
        ? new Check(false, "it is protected against termination; lift that first")
        : new Check(true, "it is not protected against termination");
  }
}
