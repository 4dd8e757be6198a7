package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.stream.Stream;

/** What came of running a command in a container. */
sealed interface Executed {

  /** The channels of a command. */
  int OUT = 1;

  /** Its other output. */
  int ERR = 2;

  /** How it ended, as the API tells at last. */
  int STATUS = 3;

  /** It ended. */
  record Ended(int exitCode, Capture out, Capture err) implements Executed {}

  /** It surely was not begun. */
  record Refused(String why) implements Executed {}

  /** It may have been begun, and may still run. */
  record Lost(String why, Capture out) implements Executed {}

  /** Listens to a command until it has ended. */
  static Executed of(Channels channels, Capture out, Capture err)
      throws IOException, InterruptedException {
    for (var next = channels.next(); next.isPresent(); next = channels.next()) {
      var message = next.get();
      switch (message.channel()) {
        case OUT -> out.write(message.bytes());
        case ERR -> err.write(message.bytes());
        case STATUS -> {
          return ended(message.text(), out, err);
        }
        default -> {}
      }
    }
    return new Lost("the connection broke before it ended", out);
  }

  private static Executed ended(String status, Capture out, Capture err) {
    var said = Serialization.unmarshal(status, Status.class);
    if ("Success".equals(said.getStatus())) {
      return new Ended(0, out, err);
    }
    var causes = said.getDetails() == null ? null : said.getDetails().getCauses();
    var code =
        (causes == null ? Stream.<StatusCause>of() : causes.stream())
            .filter(c -> "ExitCode".equals(c.getReason()))
            .map(c -> String.valueOf(c.getMessage()))
            .filter(c -> c.matches("\\d{1,9}"))
            .findFirst();
    return code.<Executed>map(c -> new Ended(Integer.parseInt(c), out, err))
        .orElseGet(() -> new Lost("the API said: " + said.getMessage(), out));
  }
}
