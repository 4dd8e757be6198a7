package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** Only what surely never left the machine is said not to have been sent. */
final class FailureTest {
  @Test
  void aHandshakeThatFailsSentNothing() {
    assertThat(Failure.of(new IOException(new SSLHandshakeException("unknown ca"))).kind())
        .isEqualTo(Failure.Kind.NOT_SENT);
  }

  @Test
  void aConnectionThatTlsEndsLaterMayHaveCarriedTheRequest() {
    assertThat(Failure.of(new IOException(new SSLException("fatal alert"))).kind())
        .isEqualTo(Failure.Kind.LOST);
  }
}
