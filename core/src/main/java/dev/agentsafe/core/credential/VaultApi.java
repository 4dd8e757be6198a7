package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Answer;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Destination;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Network;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.egress.Resolver;
import dev.agentsafe.core.egress.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The few calls of Vault's HTTP API that are made; nothing of an answer is part of a message. */
record VaultApi(Server server) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST = 1 << 20;
  private static final List<Network> EVERYWHERE =
      Stream.of("0.0.0.0/0", "::/0").map(Network::parse).flatMap(Optional::stream).toList();

  /**
   * Where Vault is and how it is asked.
   *
   * @param token a file that Vault's agent keeps up to date
   */
  record Server(
      Destination address,
      Path token,
      Optional<String> namespace,
      Optional<Path> authority,
      boolean privateNetwork) {}

  /** What it said. */
  sealed interface Said {
    /** A JSON object; never shown. */
    record Good(Value.Fields body) implements Said {
      @Override
      public String toString() {
        return "(secret)";
      }
    }

    /** Nothing of use, and why. */
    record Failed(String why) implements Said {}
  }

  /** Reads what is at that path. */
  Said read(String target) {
    return switch (send(Call.get(url(target)))) {
      case Sent.Answered(var received) when received.status() == 200 ->
          Json.read(received.text()) instanceof Json.Read.Good(Value.Fields body)
              ? new Said.Good(body)
              : new Said.Failed("what Vault answers is no JSON object");
      case Sent.Answered(var received) -> new Said.Failed(meaning(received.status()));
      case Sent.Not(var why) -> new Said.Failed(why);
    };
  }

  /** Gives a lease back; says what went wrong. */
  Optional<String> revoke(String lease) {
    var body = CanonicalJson.bytes(Value.EMPTY.with("lease_id", Value.of(lease)));
    var call =
        Call.of(Call.Method.PUT, url("/v1/sys/leases/revoke")).with("application/json", body);
    return switch (send(call)) {
      case Sent.Answered(var received) when received.isSuccess() -> Optional.empty();
      case Sent.Answered(var received) ->
          Optional.of("the lease could not be given back: " + meaning(received.status()));
      case Sent.Not(var why) -> Optional.of("the lease could not be given back: " + why);
    };
  }

  private static String meaning(int status) {
    return switch (status) {
      case 400 -> "Vault does not understand the request (400); check `engine`, `mount` and `path`";
      case 403 -> "Vault does not let this token do that (403); check its policy";
      case 404 -> "Vault has nothing there (404); check `mount` and `path`";
      case 503 -> "Vault is sealed or under maintenance (503)";
      default -> "Vault answered " + status;
    };
  }

  private sealed interface Sent {
    record Answered(Answer.Received received) implements Sent {}

    record Not(String why) implements Sent {}
  }

  private Sent send(Call call) {
    String token;
    switch (FileKind.content(server.token())) {
      case FileKind.Content.Text(var text) -> token = text;
      case FileKind.Content.None(var why) -> {
        return new Sent.Not("the token for Vault: " + why);
      }
    }
    var request = call.with("X-Vault-Request", "true").with("X-Vault-Token", token);
    if (server.namespace().isPresent()) {
      request = request.with("X-Vault-Namespace", server.namespace().get());
    }
    try (var egress = egress()) {
      return switch (egress.send(request)) {
        case Answer.Received received -> new Sent.Answered(received);
        case Answer.Refused(var why) -> new Sent.Not(why);
        case Answer.Unanswered(var why, var sent) -> new Sent.Not(why);
      };
    } catch (IOException e) {
      return new Sent.Not("`ca_file`: " + e.getMessage());
    }
  }

  private Egress egress() throws IOException {
    var trust =
        server.authority().isPresent() ? Trust.of(server.authority().get()) : Trust.system();
    var reach =
        new Reach(
            Set.of(server.address().site()), server.privateNetwork() ? EVERYWHERE : List.of());
    return new Egress(
        new Egress.Config(reach, new Egress.Limits(PATIENCE, LONGEST), trust, Resolver.system()));
  }

  private String url(String target) {
    return server.address().scheme() + "://" + server.address().site() + target;
  }
}
