package dev.agentsafe.core.identity;

import dev.agentsafe.core.egress.Answer;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Network;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.egress.Resolver;
import dev.agentsafe.core.egress.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A key set behind the address that the settings give, asked for by the one client that reaches
 * nothing else.
 */
record KeyAddressSource(ForeignIssuer.KeysAt.Address at) implements KeySource {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<Network> EVERYWHERE =
      Stream.of("0.0.0.0/0", "::/0").map(Network::parse).flatMap(Optional::stream).toList();

  @Override
  public KeySource.Fetched fetch() {
    try (var egress = egress()) {
      var call =
          Call.get(at.url().scheme() + "://" + at.url().site() + at.url().target())
              .with("Accept", "application/json");
      if (at.bearer().isPresent()) {
        call = call.with("Authorization", "Bearer " + Files.readString(at.bearer().get()).strip());
      }
      return switch (egress.send(call)) {
        case Answer.Received received when received.status() == 200 ->
            new KeySource.Fetched.Document(received.text());
        case Answer.Received received ->
            new KeySource.Fetched.Failed("`" + at.url() + "` answered " + received.status());
        case Answer.Refused(var why) -> new KeySource.Fetched.Failed(why);
        case Answer.Unanswered(var why, var sent) -> new KeySource.Fetched.Failed(why);
      };
    } catch (IOException e) {
      return new KeySource.Fetched.Failed(
          "the settings name a file that cannot be read: " + e.getMessage());
    }
  }

  private Egress egress() throws IOException {
    var trust = at.authority().isPresent() ? Trust.of(at.authority().get()) : Trust.system();
    var reach = new Reach(Set.of(at.url().site()), at.privateNetwork() ? EVERYWHERE : List.of());
    return new Egress(
        new Egress.Config(
            reach, new Egress.Limits(PATIENCE, KeySource.LONGEST), trust, Resolver.system()));
  }
}
