package dev.agentsafe.executors.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the API of one cluster is reached.
 *
 * @param server {@code https://…}; plain {@code http} only to this machine
 * @param token sent as bearer token; never shown
 * @param authority certificates that the server's own must chain to, PEM; absent: the system's
 */
public record Connection(URI server, Optional<String> token, Optional<Path> authority)
    implements Road {

  /** A connection that needs no credentials. */
  public static Connection to(URI server) {
    return new Connection(server, Optional.empty(), Optional.empty());
  }

  @Override
  public Connection connection(Duration atMost) {
    return this;
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
