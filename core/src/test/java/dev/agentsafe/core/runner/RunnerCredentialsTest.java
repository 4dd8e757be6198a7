package dev.agentsafe.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.credential.CredentialSource;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.credential.Secret;
import dev.agentsafe.core.credential.Shop;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A credential is there for the effect, and only for the effect. */
final class RunnerCredentialsTest {
  private static final String VALUE = "correct horse battery staple";

  private final List<String> happened = new ArrayList<>();
  private final List<String> output = new ArrayList<>();
  private Optional<String> stop = Optional.empty();
  private Optional<Instant> until = Optional.empty();
  private String said = "";
  private Credential.Revocation revoking =
      () -> {
        happened.add("revoked");
        return Optional.empty();
      };
  private boolean failing;
  private boolean passing = true;
  private boolean leaving;
  private Optional<Forward> left = Optional.empty();

  @Test
  void itIsAskedForAfterThePrechecksAndEndsWithTheEffect() {
    assertThat(run()).isInstanceOf(RunRecord.Succeeded.class);
    assertThat(happened)
        .containsExactly("read", "precheck", "obtained", "executed with it", "revoked", "read");
    assertThat(String.join("\n", output)).doesNotContain(VALUE);
  }

  @Test
  void itEndsAlsoWhereTheExecutorFails() {
    failing = true;
    var record = (RunRecord.Unknown) run();
    assertThat(happened).contains("revoked");
    assertThat(record.toString()).doesNotContain(VALUE);
  }

  @Test
  void whatAnExecutorSaysRepeatsNothingOfIt() {
    said = "cannot log in with " + VALUE;
    var record = (RunRecord.Failed) run();
    assertThat(record.error()).isEqualTo("cannot log in with (secret)");
    assertThat(output).contains("trying (secret)").noneMatch(line -> line.contains(VALUE));
  }

  @Test
  void aSourceThatCannotTakeItBackDoesNotUndoWhatWasDone() {
    revoking =
        () -> {
          throw new IllegalStateException("gone, with " + VALUE);
        };
    assertThat(run()).isInstanceOf(RunRecord.Succeeded.class);
    assertThat(output)
        .contains("warn credential: giving it back failed with IllegalStateException");
  }

  @Test
  void oneThatHasEndedAlreadyIsTakenBackAndNotUsed() {
    until = Optional.of(Shop.NOW);
    var record = (RunRecord.Skipped) run();
    assertThat(record.why()).contains("ended already");
    assertThat(happened).contains("revoked").doesNotContain("executed with it");
  }

  @Test
  void whereAPrecheckFailsNobodyIsAsked() {
    passing = false;
    assertThat(run()).isInstanceOf(RunRecord.Skipped.class);
    assertThat(happened).containsExactly("read", "precheck");
  }

  @Test
  void aFreezeThatComesMeanwhileStillStopsTheEffect() {
    stop = Optional.of("Everything is frozen.");
    assertThat(((RunRecord.Skipped) run()).why()).isEqualTo("Everything is frozen.");
    assertThat(happened).containsExactly("read", "precheck", "obtained", "revoked");
  }

  @Test
  void withoutACredentialThatIsNeededNothingIsExecuted() {
    var record = (RunRecord.Skipped) run(wanted -> new Obtained.Refused("nobody answers"));
    assertThat(record.why()).contains("nobody answers");
    assertThat(happened).doesNotContain("executed with it");
  }

  private RunRecord run() {
    return run(wanted -> {
      happened.add("obtained");
      return new Obtained.Good(
          new Credential("database", new Secret(Map.of("password", VALUE)), until, revoking));
    });
  }

  private RunRecord run(CredentialSource source) {
    var credentials =
        new Credentials(
            Map.of("source", source), List.of(Credentials.Serving.all("database", "source")));
    var order =
        new Order(Shop.request("prod/db", "shop"), "evt-0123456789ab", Duration.ofSeconds(5));
    var watch =
        new Runner.Watch(
            output::add, state -> Optional.empty(), () -> stop, secrets -> {}, this::keep);
    return new Runner(List.of(new Database()), InstantSource.fixed(Shop.NOW), credentials)
        .run(order, "nonce", watch);
  }

  private Optional<String> keep(Forward forward) {
    left = Optional.of(forward);
    return Optional.empty();
  }

  /**
   * A freeze closes ports while everybody waits for it; whoever lent the credential may be slow.
   */
  @Test
  void aPortIsClosedBeforeItsCredentialIsGivenBackAndWaitsForNobody() throws Exception {
    leaving = true;
    until = Optional.of(Shop.NOW.plusSeconds(5));
    var slow = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    revoking =
        () -> {
          begun.countDown();
          try {
            slow.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Optional.empty();
        };
    assertThat(run()).isInstanceOf(RunRecord.Succeeded.class);
    var port = left.orElseThrow();
    assertThat(port.life()).isEqualTo(Duration.ofSeconds(5));
    assertThat(begun.getCount()).isEqualTo(1);

    port.close();

    assertThat(happened).endsWith("closed");
    begun.await();
    assertThat(port.isSettled()).isFalse();
    slow.countDown();
    while (!port.isSettled()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** One that is none. */
  private final class Port implements Forward {
    @Override
    public String address() {
      return "127.0.0.1:4711";
    }

    @Override
    public String leadsTo() {
      return "the database";
    }

    @Override
    public Duration life() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Traffic traffic() {
      return new Traffic(0, 0, 0);
    }

    @Override
    public Optional<String> broken() {
      return Optional.empty();
    }

    @Override
    public void close() {
      happened.add("closed");
    }
  }

  private final class Database implements Executor {
    @Override
    public String name() {
      return "database";
    }

    @Override
    public Set<ActionName> actions() {
      return Set.of(new ActionName("rotate-key"));
    }

    @Override
    public boolean reaches(Target target) {
      return true;
    }

    @Override
    public Rehearsal.Outcome rehearse(Order order) {
      return new Rehearsal.Outcome.NotPossible("not here", Optional.empty());
    }

    @Override
    public Value.Fields read(Order order) {
      happened.add("read");
      return Value.EMPTY;
    }

    @Override
    public List<PrecheckResult> precheck(Order order) {
      happened.add("precheck");
      return List.of(new PrecheckResult("reachable", passing, "", false));
    }

    @Override
    public Effected execute(Order order, Permit permit, Consumer<String> progress) {
      var secret = permit.credential().orElseThrow().secret();
      if (failing) {
        throw new IllegalStateException("the database is gone");
      }
      if (!said.isEmpty()) {
        progress.accept("trying " + secret.reveal("password"));
        return new Effected.NotDone(said);
      }
      if (secret.reveal("password").equals(VALUE)) {
        happened.add("executed with it");
      }
      if (leaving) {
        assertThat(permit.leave(new Port())).isEmpty();
      }
      return new Effected.Done(Value.NULL);
    }
  }
}
