package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.Main;
import dev.agentsafe.core.audit.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of tokens and tickets change under a gateway that serves agents all the while. */
final class KeyRotationTest {
  private static final int AGENTS = 4;
  private static final int ROTATIONS = 5;
  private static final int CALLS_BETWEEN = 25;

  @TempDir private Path folder;
  private final Later clock = new Later();
  private ServedWorld world;
  private String config = "";

  @BeforeEach
  void setUp() {
    world = new ServedWorld(folder.resolve("ws"), clock);
    config = world.workspace.root().toString();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void nobodyIsRefusedWhileKeysChangeAndAfterItTheOldOnesAre() throws Exception {
    var old = issued("agent-old");
    var newest = new AtomicReference<>(old);
    var stop = new AtomicBoolean();
    var each = new ArrayList<CountDownLatch>();
    for (int i = 0; i < ROTATIONS; i++) {
      each.add(new CountDownLatch(AGENTS * CALLS_BETWEEN));
    }
    var round = new AtomicReference<>(each.getFirst());
    try (var agents = Executors.newVirtualThreadPerTaskExecutor();
        var http = HttpClient.newHttpClient()) {
      var refused = new ArrayList<Future<List<Integer>>>();
      for (int agent = 0; agent < AGENTS; agent++) {
        refused.add(
            agents.submit(() -> {
              var bad = new ArrayList<Integer>();
              for (int call = 0; !stop.get(); call++) {
                int status = ask(http, call % 2 == 0 ? old : newest.get());
                if (status != 200) {
                  bad.add(status);
                }
                round.get().countDown();
              }
              return bad;
            }));
      }
      for (int i = 0; i < ROTATIONS; i++) {
        round.set(each.get(i));
        rotate("1h");
        newest.set(issued("agent-" + i));
        each.get(i).await();
      }
      stop.set(true);
      for (var bad : refused) {
        assertThat(bad.get()).as("statuses that are not 200").isEmpty();
      }
      clock.forward(Duration.ofHours(1));
      assertThat(ask(http, old)).isEqualTo(401);
      assertThat(ask(http, newest.get())).isEqualTo(200);
    }
    assertThat(entries("token_keys")).hasSize(ROTATIONS);
    assertThat(world.workspace.local().resolve("keys").toFile().list((f, n) -> n.endsWith(".jwk")))
        .hasSize(ROTATIONS + 1);
  }

  @Test
  void whatTheEntrySaysIsWhatHappened() {
    rotate("15m");
    var entry = entries("token_keys").getFirst();
    assertThat(entry.subject().caller()).startsWith("operator/");
    assertThat(entry.ruling().reason()).isEqualTo("every quarter");
    assertThat(entry.context().text("signs")).isPresent();
    assertThat(entry.context().text("until")).isPresent();
    assertThat(entry.line().toString()).doesNotContain("\"d\"");
  }

  @Test
  void aTicketOfTheOldKeyIsRedeemedWithinTheTimeAndNotAfterIt() {
    var token = issued("deploy-bot");
    var first = ticket(token);
    var second = ticket(token);
    rotate("60s");

    assertThat(redeem(token, first).status()).isEqualTo(202);
    clock.forward(Duration.ofSeconds(60));
    var fresh = issued("deploy-bot");
    var late = redeem(fresh, second);

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.errorMessage()).contains("was retired");
    assertThat(redeem(fresh, ticket(fresh)).status()).isEqualTo(202);
  }

  @Test
  void anotherProcessesKeyIsTakenAndRecorded() {
    var rotated =
        dev.agentsafe.core.identity.TokenKeys.open(
                world.workspace.local().resolve("keys"), Instant.now())
            .rotate(Duration.ofHours(1), Instant.now(), change -> {});

    assertThat(world.get("/v1/actions", issued("deploy-bot")).status()).isEqualTo(200);

    assertThat(entries("token_keys"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.context().text("signs")).contains(rotated.signs()));
  }

  private void rotate(String grace) {
    assertThat(
            run("agent", "rotate-key", "-r", "every quarter", "--grace", grace, "--config", config))
        .contains("from now on", "good until");
  }

  /** A token that lives long, made by the command line as people do, with the newest key. */
  private String issued(String agent) {
    return run("agent", "token", agent, "--roles", "deployer", "--ttl", "7d", "--config", config)
        .strip();
  }

  private static String run(String... args) {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(args, print, System.err)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private String ticket(String token) {
    return world
        .post("/v1/check", token, ServedWorld.scale("dev/web", 2))
        .fields("ticket")
        .text("token")
        .orElseThrow();
  }

  private ServedWorld.Got redeem(String token, String ticket) {
    return world.post("/v1/executions", token, "{\"ticket\":\"" + ticket + "\"}");
  }

  private int ask(HttpClient http, String token) throws Exception {
    return http.send(
            HttpRequest.newBuilder(world.gateway.url().resolve("/v1/actions"))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private List<AuditEntry> entries(String type) {
    var found = new ArrayList<AuditEntry>();
    world.governor.history(
        0,
        entry -> {
          if (entry.chain().type().value().equals(type)) {
            found.add(entry);
          }
        });
    return found;
  }

  /** The system's clock, put forward by hand. */
  private static final class Later extends Clock {
    private volatile Duration by = Duration.ZERO;

    void forward(Duration time) {
      by = by.plus(time);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("it stays in UTC");
    }
  }
}
