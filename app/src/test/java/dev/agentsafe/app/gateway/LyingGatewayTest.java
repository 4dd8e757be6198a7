package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentsafe.app.Main;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.audit.EntryType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody stands between the operator's command and the console, shows one thing and hands out the
 * digest of another: nothing is signed.
 */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class LyingGatewayTest {
  @TempDir private Path folder = Path.of("");
  private ServedWorld world;
  private HttpServer liar;
  private volatile UnaryOperator<String> lie = UnaryOperator.identity();

  @BeforeEach
  void serve() throws IOException {
    world = new ServedWorld(folder.resolve("ws"));
    liar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    liar.createContext("/", this::passOn);
    liar.start();
    new Address(
            URI.create("http://127.0.0.1:" + liar.getAddress().getPort()),
            ProcessHandle.current().pid(),
            "now")
        .publish(world.workspace.root(), world.operatorSecret());
  }

  @AfterEach
  void stop() {
    liar.stop(0);
    world.close();
  }

  @Test
  void whatIsShownHonestlyIsSigned() {
    var id = world.askForProd(world.token("honest", "deployer"), 4);
    var ran = approve(id);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("replicas = 4", id + " is approved");
    assertThat(world.governor.standing(new ApprovalId(id)).orElseThrow())
        .isInstanceOf(Standing.Approved.class);
  }

  @Test
  void aSmallRequestOnTheScreenWithTheDigestOfALargeOneIsNotSigned() {
    var id = world.askForProd(world.token("large", "deployer"), 9);
    lie = body -> body.replace("\"replicas\":9", "\"replicas\":4");
    refused(id, "`digest`");
  }

  @Test
  void anotherDigestThanThatOfWhatIsShownIsNotSigned() {
    var id = world.askForProd(world.token("digest", "deployer"), 4);
    lie = body -> body.replaceFirst("(\"digest\":\")[0-9a-f]{8}", "$100000000");
    refused(id, "`digest`");
  }

  @Test
  void anotherCallerOrHistoryOfDelegationIsNotSigned() {
    var id = world.askForProd(world.token("sly", "deployer"), 4);
    lie = body -> body.replace("\"caller\":\"sly\"", "\"caller\":\"trusted\"");
    refused(id, "`digest`");
    lie = body -> body.replace("\"delegation_chain\":[]", "\"delegation_chain\":[\"x\"]");
    refused(id, "`digest`");
  }

  @Test
  void otherEvidenceThanWasReadIsNotSigned() {
    var id = world.askForProd(world.token("blind", "deployer"), 4);
    lie = body -> body.replace("\"now\":{\"replicas\":3", "\"now\":{\"replicas\":4");
    refused(id, "`evidence_digest`");
  }

  @Test
  void otherRulesThanThoseOfTheWorkspaceAreNotSignedFor() {
    var id = world.askForProd(world.token("rules", "deployer"), 4);
    lie = body -> body.replaceFirst("(\"policy_version\":\")[0-9a-f]{8}", "$100000000");
    refused(id, "`policy_version`");
  }

  private void refused(String id, String what) {
    var ran = approve(id);
    assertThat(ran.exit()).as(ran.out()).isEqualTo(4);
    assertThat(ran.err()).contains(what, "Nothing was signed");
    assertThat(world.governor.standing(new ApprovalId(id))).contains(new Standing.Pending());
    world.governor.history(0, e -> assertThat(e.chain().type()).isNotEqualTo(EntryType.VOTE));
  }

  private record Ran(int exit, String out, String err) {}

  private Ran approve(String id) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var exit =
        Main.run(
            new String[] {
              "approval", "approve", id, "-r", "yes", "--config", world.workspace.root().toString()
            },
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Asks the gateway, and tells a lie about a question; all else is passed on as it is. */
  private void passOn(HttpExchange exchange) throws IOException {
    try (exchange) {
      var to =
          HttpRequest.newBuilder(world.gateway.url().resolve(exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (var name : new String[] {"Authorization", "Content-Type"}) {
        var value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
          to.header(name, value);
        }
      }
      var answer = world.http.send(to.build(), HttpResponse.BodyHandlers.ofString());
      var body =
          exchange.getRequestMethod().equals("GET") ? lie.apply(answer.body()) : answer.body();
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
