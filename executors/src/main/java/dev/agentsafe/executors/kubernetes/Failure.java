package dev.agentsafe.executors.kubernetes;

import static java.util.stream.Collectors.joining;

import dev.agentsafe.executors.process.Kubectl;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A call that gave no good answer, in words for people. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is known of a call that failed. */
  enum Kind {
    /** It never left. */
    NOT_SENT,
    /** The API answered and said no. */
    REFUSED,
    /** It may have been done. */
    LOST
  }

  private final Kind kind;
  private final int code;

  private Failure(Kind kind, int code, String words, @Nullable Throwable cause) {
    super(words, cause);
    this.kind = kind;
    this.code = code;
  }

  static Failure notSent(String words) {
    return new Failure(Kind.NOT_SENT, 0, words, null);
  }

  static Failure lost(String words) {
    return new Failure(Kind.LOST, 0, words, null);
  }

  /** What became of a call that ended like this. */
  static Failure of(Throwable thrown) {
    if (thrown instanceof Failure failure) {
      return failure;
    }
    for (var at = thrown; at != null; at = at.getCause()) {
      if (at instanceof KubernetesClientException e && e.getCode() > 0) {
        return answered(e);
      }
    }
    for (var at = thrown; at != null; at = at.getCause()) {
      switch (at) {
        case WebSocketHandshakeException e -> {
          return answered(e.getResponse().code(), null, e);
        }
        case HttpConnectTimeoutException e -> {
          return new Failure(Kind.NOT_SENT, 0, "it could not be connected to in time", e);
        }
        case HttpTimeoutException e -> {
          return new Failure(Kind.LOST, 0, "no answer came in time", e);
        }
        case UnknownHostException e -> {
          return new Failure(Kind.NOT_SENT, 0, "its host name is not known", e);
        }
        case NoRouteToHostException e -> {
          return new Failure(Kind.NOT_SENT, 0, "there is no route to it", e);
        }
        case ConnectException e -> {
          return new Failure(Kind.NOT_SENT, 0, "it does not take connections", e);
        }
        // Later, a connection that TLS ends may have carried the request.
        case SSLHandshakeException e -> {
          return new Failure(Kind.NOT_SENT, 0, "its TLS certificate was not accepted", e);
        }
        default -> {}
      }
    }
    return new Failure(Kind.LOST, 0, "the connection broke before the answer came", thrown);
  }

  private static Failure answered(KubernetesClientException e) {
    if (e.getStatus() != null && Kubectl.NOT_SENT.equals(e.getStatus().getReason())) {
      return new Failure(Kind.NOT_SENT, 0, String.valueOf(e.getStatus().getMessage()), e);
    }
    return answered(e.getCode(), said(e, e.getCode()), e);
  }

  private static Failure answered(int code, @Nullable String said, Exception e) {
    var words =
        said == null || said.isBlank() ? "the API answered " + code : said + " (" + code + ")";
    // INVARIANT: 408 and 5xx may come after the write was stored; only other 4xx say it was not.
    boolean refused = code >= 400 && code < 500 && code != 408;
    return new Failure(refused ? Kind.REFUSED : Kind.LOST, code, words, e);
  }

  /** Which budget holds an eviction back stands among the causes only. */
  private static @Nullable String said(KubernetesClientException e, int code) {
    var status = e.getStatus();
    if (status == null) {
      return null;
    }
    var details = status.getDetails();
    return code != 429 || details == null || details.getCauses() == null
        ? status.getMessage()
        : status.getMessage()
            + details.getCauses().stream().map(c -> " " + c.getMessage()).collect(joining());
  }

  Kind kind() {
    return kind;
  }

  /** The status that the API answered with; 0 where it did not. */
  int code() {
    return code;
  }

  boolean isConflict() {
    return code == 409;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
