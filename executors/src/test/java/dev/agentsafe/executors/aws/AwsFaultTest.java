package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.executors.Ledger;
import dev.agentsafe.executors.kubernetes.BrokenWire;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What a broken wire does to every write: no second one, and nothing unknown called a failure. */
@Order(1)
final class AwsFaultTest {
  private Seeds seeds;

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  @BeforeEach
  void open() {
    seeds = new Seeds(Moto.shared().endpoint());
  }

  @AfterEach
  void close() {
    seeds.close();
  }

  static Stream<String> actions() {
    return Writing.ALL.keySet().stream();
  }

  /**
   * What came of it.
   *
   * @param writes how many reached the wire
   * @param readback what is found of it later
   */
  private record Came(Writing writing, RunRecord run, int writes, Readback readback) {}

  private Came run(String action, Fault fault, Duration callTimeout) {
    return run(action, writing -> fault, callTimeout);
  }

  private Came run(String action, Function<Writing, Fault> fault, Duration callTimeout) {
    var writing = Objects.requireNonNull(Writing.ALL.get(action)).apply(seeds);
    try (var wire = new BrokenWire(Moto.shared().endpoint(), fault.apply(writing), Writing::is);
        var cloud = new Cloud(Catalogue.STARTER, wire.address())) {
      cloud.callTimeout = callTimeout;
      writing.on(cloud);
      var order = cloud.order(action, Writing.TARGET, Cloud.params(writing.params()));
      var run = cloud.run(order);
      return new Came(writing, run, wire.writes(), cloud.executor().readBack(order, before(run)));
    }
  }

  private static Value.Fields before(RunRecord run) {
    return switch (run) {
      case RunRecord.Unknown(var account, var why) -> account.before();
      case RunRecord.Failed(var account, var error) -> account.before();
      case RunRecord.Succeeded(var account, var output) -> account.before();
      case RunRecord.Skipped(var account, var why) -> account.before();
    };
  }

  private Came run(String action, Fault fault) {
    return run(action, fault, Duration.ofSeconds(10));
  }

  private static void isUnknown(Came came, boolean done) {
    assertThat(came.run()).as(came.writing().action()).isInstanceOf(RunRecord.Unknown.class);
    var why = ((RunRecord.Unknown) came.run()).why();
    assertThat(why).doesNotContain("Exception").doesNotContain("java.").doesNotContain("Client");
    assertThat(came.writes()).as(came.writing().action()).isEqualTo(1);
    came.writing()
        .isDone()
        .ifPresentOrElse(
            isDone -> {
              assertThat(isDone.getAsBoolean()).as(came.writing().action()).isEqualTo(done);
              assertThat(why).contains(done ? "Read back, it is done" : "it does not hold yet");
              assertThat(came.readback())
                  .as(came.writing().action())
                  .isInstanceOf(
                      done
                          ? Readback.Happened.class
                          : before(came.run()).values().isEmpty()
                              ? Readback.Open.class
                              : Readback.Absent.class);
            },
            () -> {
              assertThat(why).contains("Nothing of it can be read back.");
              assertThat(came.readback()).isInstanceOf(Readback.Open.class);
            });
  }

  private static void isFailed(Came came, String because) {
    assertThat(came.run()).isInstanceOf(RunRecord.Failed.class);
    assertThat(((RunRecord.Failed) came.run()).error())
        .startsWith("AWS did not take it: ")
        .contains(because)
        .doesNotContain("Exception");
    assertThat(came.writes()).isEqualTo(1);
    came.writing().isDone().ifPresent(isDone -> assertThat(isDone.getAsBoolean()).isFalse());
  }

  @ParameterizedTest
  @MethodSource("actions")
  void aConnectionThatEndsAfterTheEffectIsUnknownAndNotTriedAgain(String action) {
    isUnknown(run(action, new Fault.DropAfter()), true);
    Ledger.note(action, "fault");
  }

  @ParameterizedTest
  @MethodSource("actions")
  void aConnectionThatEndsBeforeTheEffectIsUnknownAndNotTriedAgain(String action) {
    isUnknown(run(action, new Fault.DropBefore()), false);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void anErrorOfTheServerIsUnknownAndNotTriedAgain(String action) {
    isUnknown(run(action, new Fault.Answer(500, "later")), false);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void tooManyRequestsIsAFailureThatIsNotTriedAgain(String action) {
    isFailed(run(action, new Fault.Answer(429, "slow down")), "429");
  }

  /** EC2 says it with a status that elsewhere leaves open whether the write was done. */
  @Test
  void throttlingByEc2IsAFailureThoughItIsA503() {
    var said =
        "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit"
            + " exceeded.</Message></Error></Errors><RequestID>r</RequestID></Response>";
    isFailed(run("ec2-stop-instance", new Fault.Said(503, said)), "RequestLimitExceeded");
  }

  @Test
  void refusalsAndConflictsAreFailures() {
    var code = 403;
    for (var action : Writing.OF_EACH_PROTOCOL) {
      isFailed(run(action, new Fault.Answer(code, "no")), String.valueOf(code));
      code = code == 403 ? 409 : 403;
    }
  }

  @Test
  void anAnswerThatHangsIsUnknownAtItsLimit() throws Exception {
    hanging(new Fault.HangAfter());
  }

  @Test
  void halfAnAnswerIsUnknown() throws Exception {
    hanging(new Fault.HalfAnAnswer());
  }

  /** All at once, since each waits for its limit. */
  private void hanging(Fault fault) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          Writing.OF_EACH_PROTOCOL.stream()
              // The limit of a call to a function is the function's own on top.
              .map(action -> threads.submit(() -> run(action, fault, Duration.ofSeconds(2))))
              .toList();
      for (Future<Came> each : running) {
        isUnknown(each.get(60, TimeUnit.SECONDS), true);
      }
    }
  }

  @Test
  void anObjectThatSomebodyElseHasPutMeanwhileIsNotDeleted() {
    var s3 = seeds.s3();
    var came =
        run(
            "s3-delete-object",
            writing ->
                new Fault.Meanwhile(() ->
                    s3.putObject(
                        asked -> asked.bucket(writing.ids().get("bucket")).key("a/b"),
                        RequestBody.fromString("another"))),
            Duration.ofSeconds(10));

    assertThat(came.run()).isInstanceOf(RunRecord.Failed.class);
    assertThat(((RunRecord.Failed) came.run()).error()).contains("PreconditionFailed");
    assertThat(
            s3.getObjectAsBytes(
                    asked -> asked.bucket(came.writing().ids().get("bucket")).key("a/b"))
                .asUtf8String())
        .isEqualTo("another");
  }
}
