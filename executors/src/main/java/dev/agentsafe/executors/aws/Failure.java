package dev.agentsafe.executors.aws;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What is known of a call that failed.
 *
 * @param kind whether it may have been done
 * @param words for people
 * @param code of the API's error, where it answered with one
 */
record Failure(Kind kind, String words, Optional<String> code) {
  private static final int LONGEST = 300;
  private static final int REQUEST_TIMEOUT = 408;

  Failure(Kind kind, String words) {
    this(kind, words, Optional.empty());
  }

  /** The same without the API's own words, which may quote what it was given. */
  Failure bare() {
    return code.map(c -> new Failure(kind, "the API answered " + c, code)).orElse(this);
  }

  /** Whether it may have been done. */
  enum Kind {
    /** It never left. */
    NOT_SENT,
    /** The API answered and said no. */
    REFUSED,
    /** It may have been done. */
    LOST
  }

  /** What became of a call of those services that ended like this. */
  static Failure of(SdkException thrown, Services services) {
    if (thrown instanceof AwsServiceException answer && answer.statusCode() > 0) {
      return answered(answer);
    }
    var broken = broken(thrown);
    return services.hasBegun() ? broken : new Failure(Kind.NOT_SENT, broken.words());
  }

  private static Failure broken(SdkException thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      switch (at) {
        case UnknownHostException _, UnresolvedAddressException _ -> {
          return notSent("its host name is not known");
        }
        case NoRouteToHostException _ -> {
          return notSent("there is no route to it");
        }
        case HttpConnectTimeoutException _ -> {
          return notSent("it does not answer");
        }
        case ConnectException refused when !unresolved(refused) -> {
          return notSent("it does not take connections");
        }
        case SSLHandshakeException _ -> {
          return notSent("its TLS certificate was not accepted");
        }
        case HttpTimeoutException _ -> {
          return lost("no answer came in time");
        }
        case InterruptedIOException _ -> {
          return lost("it was stopped while it waited for the answer");
        }
        default -> {}
      }
    }
    return lost(
        thrown.getCause() == null
            ? Transport.said(thrown).orElse("AWS's client could not make the call")
            : "the connection broke before the answer came");
  }

  private static boolean unresolved(ConnectException refused) {
    return refused.getCause() instanceof UnresolvedAddressException
        || refused.getCause() instanceof ConnectException;
  }

  private static Failure notSent(String words) {
    return new Failure(Kind.NOT_SENT, words);
  }

  private static Failure lost(String words) {
    return new Failure(Kind.LOST, words);
  }

  private static Failure answered(AwsServiceException answer) {
    int code = answer.statusCode();
    // INVARIANT: 408 and 5xx may come after the write was done; only redirects, other 4xx and
    // throttling, for which EC2 and S3 answer 503, say that it was not.
    boolean refused =
        answer.isThrottlingException() || (code >= 300 && code < 500 && code != REQUEST_TIMEOUT);
    var details = answer.awsErrorDetails();
    var said =
        details == null || details.errorCode() == null
            ? "the API answered " + code
            : details.errorCode() + ": " + brief(String.valueOf(details.errorMessage()));
    return new Failure(
        refused ? Kind.REFUSED : Kind.LOST,
        said,
        Optional.ofNullable(details).map(AwsErrorDetails::errorCode));
  }

  private static String brief(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    var whole = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    return whole.endsWith(".") ? whole.substring(0, whole.length() - 1) : whole;
  }
}
