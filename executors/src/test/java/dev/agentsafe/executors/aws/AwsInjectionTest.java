package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.executors.kubernetes.BrokenWire;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import dev.agentsafe.executors.kubernetes.BrokenWire.Heard;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Whatever a parameter holds, nothing but the target's own thing is asked for or touched. */
final class AwsInjectionTest {
  private static final int EACH = 1_500;
  private static final int FEW = Integer.getInteger("injection.asked", 25);
  private static final String TASK = "0123456789abcdef0123456789abcdef";

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  /** A target of an action, and good values for all parameters that name things. */
  private record Place(String type, Map<String, String> ids, Map<String, String> good) {}

  private static final Map<String, Place> PLACES =
      Map.ofEntries(
          Map.entry("ec2-start-instance", instance()),
          Map.entry("ec2-stop-instance", instance()),
          Map.entry("ec2-reboot-instance", instance()),
          Map.entry("ec2-terminate-instance", instance()),
          Map.entry("ecs-update-service", service(Map.of())),
          Map.entry("ecs-scale-service", service(Map.of())),
          Map.entry("ecs-stop-task", service(Map.of("task", TASK))),
          Map.entry("lambda-update-function-config", function()),
          Map.entry("lambda-invoke-function", function()),
          Map.entry("s3-delete-object", bucket(Map.of("key", "a/b.pdf"))),
          Map.entry("s3-restore-object", bucket(Map.of("key", "a/b.pdf", "version_id", "v1"))),
          Map.entry("s3-put-bucket-policy", bucket(Map.of("policy", "{}"))),
          Map.entry("iam-attach-role-policy", role()),
          Map.entry("iam-detach-role-policy", role()));

  private static Place instance() {
    return new Place("aws-ec2-instance", Map.of("instance_id", "i-0a1b2c3d4e5f60718"), Map.of());
  }

  private static Place service(Map<String, String> good) {
    return new Place("aws-ecs-service", Map.of("cluster", "shop", "service", "web"), good);
  }

  private static Place function() {
    return new Place("aws-lambda-function", Map.of("function_name", "bills"), Map.of());
  }

  private static Place bucket(Map<String, String> good) {
    return new Place("aws-s3-bucket", Map.of("bucket", "our-exports"), good);
  }

  private static Place role() {
    return new Place(
        "aws-iam-role",
        Map.of("role_name", "writer"),
        Map.of("policy_arn", "arn:aws:iam::" + Cloud.ACCOUNT + ":policy/x"));
  }

  /**
   * Nothing of what is named is there, so each order that gets so far asks for its own thing and
   * ends: what is asked for is what would have been touched.
   */
  @Test
  void noTextInAnyParameterAsksForAnythingElse() {
    var heard = new CopyOnWriteArrayList<Heard>();
    try (var wire = listening(heard)) {
      for (var catalogue : Catalogue.values()) {
        try (var cloud = new Cloud(catalogue, wire.address())) {
          for (var place : PLACES.entrySet()) {
            cloud
                .catalog()
                .find(new ActionName(place.getKey()))
                .ifPresent(action ->
                    action.parameters().stream()
                        .filter(parameter -> parameter.type() == Parameter.Type.STRING)
                        .forEach(parameter -> attack(cloud, place, parameter, action, heard)));
          }
        }
      }
    }
  }

  private static BrokenWire listening(List<Heard> heard) {
    return new BrokenWire(
        Moto.shared().endpoint(),
        new Fault.Answer(404, "not here"),
        request -> {
          if (request.body().contains("Action=GetCallerIdentity")) {
            return false;
          }
          heard.add(request);
          return true;
        });
  }

  private static void attack(
      Cloud cloud,
      Map.Entry<String, Place> entry,
      Parameter parameter,
      Action action,
      List<Heard> heard) {
    var place = entry.getValue();
    var target = "prod/" + entry.getKey();
    cloud.target(target, place.type(), place.ids());
    var name = parameter.name();
    var usual = place.ids().getOrDefault(name, place.good().getOrDefault(name, "x"));
    int asked = 0;
    var texts = Hostile.around(usual, EACH);
    Collections.shuffle(texts, new Random(name.hashCode()));
    for (var text : texts) {
      var params = new HashMap<String, Object>(place.good());
      action.parameters().stream()
          .filter(p -> p.type() == Parameter.Type.INTEGER)
          .forEach(p -> params.put(p.name(), 200));
      params.put(name, text);
      heard.clear();
      if (cloud.parse(entry.getKey(), target, Cloud.params(params)) instanceof Parsed.Fits fits) {
        var order = new Order(fits.request(), Cloud.AUDIT, cloud.deadline);
        // Of those that are not refused at sight a few will do by day.
        if (asked == FEW && !cloud.executor().things(order).isEmpty()) {
          continue;
        }
        var run = cloud.run(order);
        assertThat(run).as(text).isNotInstanceOf(RunRecord.Succeeded.class);
        asked += heard.isEmpty() ? 0 : 1;
        for (var request : heard) {
          assertThat(isForTheThing(request, place, params))
              .as("%s %s=`%s`: %s", entry.getKey(), name, text, request)
              .isTrue();
        }
      }
    }
  }

  private static boolean isForTheThing(Heard request, Place place, Map<String, Object> params) {
    var body = request.body();
    var path = URI.create(request.path()).getRawPath();
    return switch (place.type()) {
      case "aws-ec2-instance" ->
          path.equals("/")
              && body.startsWith("Action=Describe")
              && form(body).equals(List.of("Action", "Version", "InstanceId.1"))
              && body.endsWith("InstanceId.1=" + place.ids().get("instance_id"));
      case "aws-ecs-service" ->
          path.equals("/")
              && body.contains("\"cluster\":\"shop\"")
              && (body.contains("\"services\":[\"web\"]")
                  || body.contains("\"tasks\":[\"" + params.get("task") + "\"]"))
              && Ids.TASK.takes(String.valueOf(params.getOrDefault("task", TASK)));
      case "aws-lambda-function" -> path.equals("/2015-03-31/functions/bills/configuration");
      case "aws-s3-bucket" ->
          Cloud.ACCOUNT.equals(request.headers().get("x-amz-expected-bucket-owner"))
              && (path.equals("/our-exports")
                  || path.equals("/our-exports/")
                  || decoded(path).equals("/our-exports/" + params.get("key")));
      case "aws-iam-role" ->
          path.equals("/")
              && body.startsWith("Action=ListAttachedRolePolicies")
              && form(body).equals(List.of("Action", "Version", "RoleName"))
              && body.endsWith("RoleName=writer");
      default -> false;
    };
  }

  private static List<String> form(String body) {
    return List.of(body.split("&", -1)).stream().map(pair -> pair.replaceFirst("=.*", "")).toList();
  }

  private static String decoded(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** What S3 takes as a key is deleted as that key, beside keys that look much like it. */
  @Test
  void ofKeysThatLookAlikeExactlyTheOneThatIsNamedIsDeleted() {
    var keys =
        List.of(
            "a",
            "/a",
            "a/",
            "a//b",
            "a/b",
            "a%2Fb",
            "a b",
            "a+b",
            "a%20b",
            "a?b",
            "a#b",
            "a&b=c",
            "é",
            "e\u0301",
            "*",
            "a:b",
            "a;b",
            "a=b",
            "~a",
            "a\\b",
            "\ud83d\ude00",
            "null",
            "'a'");
    try (var seeds = new Seeds(Moto.shared().endpoint());
        var cloud = new Cloud(Catalogue.REFERENCE, Moto.shared().endpoint())) {
      var bucket = seeds.bucket();
      var s3 = seeds.s3();
      keys.forEach(
          key -> s3.putObject(asked -> asked.bucket(bucket).key(key), RequestBody.fromString(key)));
      cloud.target("prod/keys", "aws-s3-bucket", Map.of("bucket", bucket));
      IntStream.range(0, keys.size())
          .forEach(done -> {
            var before = left(s3.listObjectsV2(asked -> asked.bucket(bucket)).contents());
            cloud.done("s3-delete-object", "prod/keys", Map.of("key", keys.get(done)));
            var after = left(s3.listObjectsV2(asked -> asked.bucket(bucket)).contents());
            assertThat(after).as(keys.get(done)).doesNotContain(keys.get(done));
            assertThat(before).containsAll(after).hasSize(after.size() + 1);
          });
    }
  }

  private static List<String> left(List<S3Object> objects) {
    return objects.stream().map(S3Object::key).toList();
  }

  /** Text that is only said goes nowhere else. */
  @Test
  void aReasonIsAReasonWhateverItSays() {
    try (var seeds = new Seeds(Moto.shared().endpoint())) {
      var said = Hostile.around("it leaks", 100).stream().filter(s -> s.length() <= 200).toList();
      for (int i = 0; i < said.size(); i += 120) {
        var reason = said.get(i);
        var writing = Objects.requireNonNull(Writing.ALL.get("ecs-stop-task")).apply(seeds);
        try (var cloud = new Cloud(Catalogue.REFERENCE, Moto.shared().endpoint())) {
          writing.on(cloud);
          var params = new HashMap<String, Object>(writing.params());
          params.put("reason", reason);
          cloud.done("ecs-stop-task", Writing.TARGET, params);
          assertThat(writing.isDone().orElseThrow().getAsBoolean()).isTrue();
        }
      }
    }
  }

  @Test
  void namesThatAreNoneAreRefusedByTheirOwnGrammar() {
    for (var id : Ids.values()) {
      for (var text : List.of("", "\n", "a\n", "\u0000", "../x", "a/../b", "\ud800")) {
        assertThat(id.takes(text)).as(id + " `" + text + "`").isFalse();
      }
    }
  }
}
