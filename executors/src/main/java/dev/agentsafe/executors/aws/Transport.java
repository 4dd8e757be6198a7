package dev.agentsafe.executors.aws;

import dev.agentsafe.executors.order.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Carries the calls of one order to AWS; thread-safe.
 *
 * <p>An answer is there as a whole or not at all, and none is waited for beyond the order's
 * deadline, also where it comes in drops. Unlike the JDK's older client this one never sends a
 * request again of its own accord where the connection ends without an answer.
 */
final class Transport implements SdkHttpClient {
  /** More than any answer that is asked for: a function of Lambda says at most 6 MB. */
  private static final long LONGEST_ANSWER = 16L << 20;

  private static final String LATE = "the deadline has passed";
  private static final String ONCE = "it is sent once";

  /** What the connection needs is not the caller's to say. */
  private static final Set<String> NOT_OURS =
      Set.of("host", "content-length", "expect", "connection", "transfer-encoding", "upgrade");

  private final HttpClient client;
  private final Deadline deadline;
  private final Duration callTimeout;
  private final int most;
  private final AtomicInteger begun = new AtomicInteger();

  private Transport(HttpClient client, Deadline deadline, Duration callTimeout, int most) {
    this.client = client;
    this.deadline = deadline;
    this.callTimeout = callTimeout;
    this.most = most;
  }

  /** One for reads, which may be tried again. */
  static Transport reading(HttpClient client, Deadline deadline, Duration callTimeout) {
    return new Transport(client, deadline, callTimeout, Integer.MAX_VALUE);
  }

  /** One that carries a single call, whoever asks for a second. */
  static Transport once(HttpClient client, Deadline deadline, Duration callTimeout) {
    return new Transport(client, deadline, callTimeout, 1);
  }

  /** Whether anything may have reached AWS. */
  boolean hasBegun() {
    return begun.get() > 0;
  }

  /** Why we did not send, where it is that. */
  static Optional<String> said(SdkException thrown) {
    var words = String.valueOf(thrown.getMessage());
    return Stream.of(LATE, ONCE).filter(words::startsWith).findFirst();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answered(send(request));
      }

      @Override
      public void abort() {
        // Whoever gives up is interrupted as well, and that ends the call.
      }
    };
  }

  private HttpResponse<byte[]> send(HttpExecuteRequest request) throws IOException {
    var told = told(request);
    var limit = deadline.left(callTimeout);
    // Not an IOException: trying again would change nothing.
    if (limit.isZero()) {
      throw SdkClientException.create(LATE);
    }
    if (begun.getAndIncrement() >= most) {
      throw SdkClientException.create(ONCE);
    }
    var answer =
        client.sendAsync(
            told,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    return await(answer, limit);
  }

  private static HttpResponse<byte[]> await(Future<HttpResponse<byte[]>> answer, Duration limit)
      throws IOException {
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("no answer came in time");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("it was stopped while it waited for the answer");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException broken) {
        throw broken;
      }
      throw new IOException("the request failed", e.getCause());
    }
  }

  private static HttpRequest told(HttpExecuteRequest request) throws IOException {
    var asked = request.httpRequest();
    var told = HttpRequest.newBuilder(asked.getUri());
    told.method(asked.method().name(), body(request));
    headers(asked, told);
    return told.build();
  }

  private static HttpRequest.BodyPublisher body(HttpExecuteRequest request) throws IOException {
    var content = request.contentStreamProvider();
    if (content.isEmpty()) {
      return HttpRequest.BodyPublishers.noBody();
    }
    try (InputStream in = content.get().newStream()) {
      return HttpRequest.BodyPublishers.ofByteArray(in.readAllBytes());
    }
  }

  private static void headers(SdkHttpRequest asked, HttpRequest.Builder told) {
    asked.forEachHeader((name, values) -> {
      if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> told.header(name, value));
      }
    });
  }

  private static HttpExecuteResponse answered(HttpResponse<byte[]> answer) {
    var response = SdkHttpResponse.builder().statusCode(answer.statusCode());
    answer.headers().map().forEach(response::putHeader);
    return HttpExecuteResponse.builder()
        .response(response.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
        .build();
  }

  @Override
  public String clientName() {
    return "Order";
  }

  @Override
  public void close() {
    // The connections belong to the executor.
  }
}
