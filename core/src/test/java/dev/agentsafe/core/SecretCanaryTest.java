package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.yaml.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T14: two hundred secrets of ten kinds go through all rooms, and the world repeats them wherever
 * it can; nothing that is kept or shown holds one.
 */
final class SecretCanaryTest {
  private static final int CANARIES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Random random = new Random(14);
  private final List<String> sinks = java.util.Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path folder;

  /**
   * A secret and how it goes in.
   *
   * @param bare what must be found nowhere
   * @param said how the world says it
   */
  private record Canary(String bare, Value parameter, String note, Value said) {}

  @Test
  void noSinkHoldsASecret() throws Exception {
    var canaries = new ArrayList<Canary>();
    for (var i = 0; i < CANARIES; i++) {
      canaries.add(canary(i));
    }
    workspace();
    var handler = new Listening();
    Logger.getLogger("").addHandler(handler);
    try (var governor = governor(canaries)) {
      var unsubscribe = governor.subscribe(entry -> sinks.add(entry.toString()));
      for (var i = 0; i < CANARIES; i++) {
        goThrough(governor, canaries.get(i), i);
      }
      governor.history(0, entry -> sinks.add(entry.toString()));
      unsubscribe.run();
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }
    var log = folder.resolve("audit.jsonl");
    sinks.add(Files.readString(log));

    assertThat(LogVerifier.verify(log).sentence()).startsWith("VALID");
    var all = String.join("\n", sinks);
    assertThat(all.contains("hmac-sha256:") && all.contains("harmless text")).isTrue();
    assertThat(canaries.stream().map(Canary::bare).filter(all::contains)).isEmpty();
  }

  private void goThrough(Governor governor, Canary canary, int i) throws Exception {
    var target = i % 5 == 0 ? "prod/web" : "dev/web";
    var ruling =
        governor.submit(
            new Submission(
                new ActionName("set-key"),
                Optional.of(new TargetId(target)),
                Optional.of(SmallWorld.agent()),
                Value.EMPTY
                    .with("number", Value.of(i))
                    .with("key", canary.parameter())
                    .with("note", Value.of(canary.note())),
                Optional.empty()));
    sinks.add(ruling.grounds().toString());
    if (ruling.approval().isPresent()) {
      var id = ruling.approval().get();
      for (var wait = 0; wait < 3_000 && gathering(governor, id); wait++) {
        Thread.sleep(10);
      }
      var question = governor.approval(id).orElseThrow();
      sinks.add(question.asked().toString());
      sinks.add(
          SecretMarks.hidden(
                  question.binding().request().action(), question.binding().request().params())
              .toString());
      SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("looks right"));
    }
    var ticket =
        ruling
            .ticket()
            .or(() -> governor.claim(ruling.approval().orElseThrow(), SmallWorld.agent()))
            .orElseThrow();
    switch (governor.redeem(ticket.token(), SmallWorld.agent())) {
      case Governor.Redeemed.Started(var run) -> {
        var view = governor.awaitRun(run, PATIENCE).orElseThrow();
        sinks.add(view.record().orElseThrow().toString());
        sinks.add(view.diff().orElseThrow().toString());
        sinks.add(view.output().toString());
        sinks.add(view.thread().toString());
      }
      case Governor.Redeemed.Refused(var why) -> throw new AssertionError(why);
    }
    var back = governor.planRollback(ruling.auditId());
    assertThat(back).isInstanceOf(RollbackPlan.Outcome.Impossible.class);
    sinks.add(back.toString());
    sinks.add(governor.previewRollback(ruling.auditId(), SmallWorld.agent()).toString());
  }

  private static boolean gathering(Governor governor, dev.agentsafe.core.approval.ApprovalId id) {
    return governor.approval(id).orElseThrow().asked().evidence()
        instanceof Rehearsal.Outcome.Gathering;
  }

  private Canary canary(int i) {
    var bare = word(24);
    return switch (i % 10) {
      case 0 -> new Canary(bare, Value.of(bare), "none", Value.of("the key is " + bare + " now"));
      case 1 -> {
        var number = 1_000_000_000L + random.nextInt(1_000_000_000);
        yield new Canary("" + number, Value.of("" + number), "none", Value.of(number));
      }
      case 2 ->
          new Canary(
              bare,
              Value.of("x"),
              "none",
              Value.EMPTY
                  .with("kind", Value.of("Secret"))
                  .with("data", Value.EMPTY.with("a", Value.of(bare))));
      case 3 ->
          new Canary(
              bare,
              Value.of("x"),
              "none",
              Value.EMPTY.with(
                  "env",
                  new Value.Items(
                      List.of(
                          Value.EMPTY
                              .with("name", Value.of("MODE"))
                              .with("value", Value.of(bare))))));
      case 4 ->
          shaped(bare, "-----BEGIN PRIVATE KEY-----\n" + bare + "\n-----END PRIVATE KEY-----");
      case 5 -> shaped(bare, "eyJhbGciOiJFUzI1NiJ9.eyJ4" + bare + "." + word(40));
      case 6 -> {
        var id = "AKIA" + word(16).toUpperCase(Locale.ROOT);
        yield shaped(id, id);
      }
      case 7 -> {
        var token = "ghp_" + word(36);
        yield shaped(token, token);
      }
      case 8 -> shaped(bare, "password=" + bare);
      default -> shaped(bare, "postgres://app:" + bare + "@db.example/shop");
    };
  }

  private static Canary shaped(String bare, String text) {
    return new Canary(bare, Value.of("x"), "see " + text, Value.of("it is " + text + " there"));
  }

  private String word(int length) {
    var letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    var word = new StringBuilder();
    for (var i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private void workspace() throws IOException {
    var world = new SmallWorld(folder);
    world.write(
        "actions/set-key.yaml",
        """
        name: set-key
        version: "1.0.0"
        description: Set a key.
        risk_class: medium
        target_types: [k8s-deployment]
        parameters:
          - {name: number, type: integer, description: which}
          - {name: key, type: string, description: the key, secret: true}
          - {name: note, type: string, description: why}
        reversible: true
        rollback_action: set-key
        rollback_params:
          number: {source: params.number}
          key: {source: params.key}
          note: {source: params.note}
        state_fields:
          - {name: held, description: what it holds, type: object, required: true}
        """);
  }

  private Governor governor(List<Canary> canaries) {
    return switch (Workspace.load(folder)) {
      case Loaded.Good<Workspace>(var workspace, var warnings) ->
          Governor.open(
              new Governor.Config(workspace, List.of(new Parrot(canaries)), Clock.systemUTC()));
      case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems);
    };
  }

  /** Repeats what it was told and what it knows, in every answer. */
  private record Parrot(List<Canary> canaries) implements Executor {
    private Canary of(Order order) {
      var number = (Value.Int) order.request().params().get("number").orElseThrow();
      return canaries.get(number.value().intValueExact());
    }

    private String words(Order order) {
      return of(order).said() instanceof Value.Text(var text)
          ? text
          : "key is " + order.request().params().text("key").orElseThrow();
    }

    @Override
    public String name() {
      return "parrot";
    }

    @Override
    public Set<ActionName> actions() {
      return Set.of(new ActionName("set-key"));
    }

    @Override
    public boolean reaches(Target target) {
      return true;
    }

    @Override
    public Rehearsal.Outcome rehearse(Order order) {
      return new Rehearsal.Outcome.Done(
          new Rehearsal(
              read(order),
              read(order),
              List.of(words(order)),
              precheck(order),
              List.of(words(order))));
    }

    @Override
    public Value.Fields read(Order order) {
      return Value.EMPTY
          .with("held", of(order).said())
          .with("key", order.request().params().get("key").orElseThrow())
          .with("mode", Value.of("harmless text"));
    }

    @Override
    public List<PrecheckResult> precheck(Order order) {
      return List.of(new PrecheckResult("there", true, words(order), true));
    }

    @Override
    public Effected execute(Order order, Permit permit, Consumer<String> progress) {
      progress.accept(words(order));
      permit.confide(
          Value.EMPTY.with("said", of(order).said()).with("all", Value.of(words(order))));
      var number = ((Value.Int) order.request().params().get("number").orElseThrow()).value();
      return switch (number.intValueExact() / 10 % 4) {
        case 0 -> new Effected.Done(of(order).said());
        case 1 -> new Effected.NotDone(words(order));
        case 2 -> new Effected.InDoubt(words(order));
        default -> throw new IllegalStateException(words(order));
      };
    }
  }

  private final class Listening extends Handler {
    @Override
    public synchronized void publish(LogRecord entry) {
      sinks.add(new SimpleFormatter().formatMessage(entry) + " " + entry.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
