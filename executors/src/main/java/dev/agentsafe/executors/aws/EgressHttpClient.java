package dev.agentsafe.executors.aws;

import dev.agentsafe.core.egress.Answer;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Lets a client of AWS reach an endpoint of the workspace's own the way everything else is reached:
 * named, looked up once, every address checked; thread-safe.
 */
final class EgressHttpClient implements SdkHttpClient {
  /** What the connection needs is not the caller's to say, and is not signed or said again. */
  private static final Set<String> NOT_OURS =
      Set.of("host", "content-length", "user-agent", "expect", "connection", "transfer-encoding");

  private final Egress egress;

  EgressHttpClient(Egress egress) {
    this.egress = egress;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answered(egress.send(EgressHttpClient.call(request)));
      }

      @Override
      public void abort() {
        // Whoever gives up is interrupted as well, and that ends the request.
      }
    };
  }

  private static Call call(HttpExecuteRequest request) throws IOException {
    var told = request.httpRequest();
    var call = Call.of(method(told.method()), told.getUri().toString());
    var body = request.contentStreamProvider();
    if (body.isPresent()) {
      try (InputStream in = body.get().newStream()) {
        call = call.with("application/octet-stream", in.readAllBytes());
      }
    }
    return headed(call, told);
  }

  private static Call headed(Call bare, SdkHttpRequest told) {
    var call = bare;
    for (var header : told.headers().entrySet()) {
      if (!NOT_OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        call = call.with(header.getKey(), String.join(",", header.getValue()));
      }
    }
    return call;
  }

  private static Call.Method method(SdkHttpMethod method) {
    return switch (method) {
      case GET -> Call.Method.GET;
      case POST -> Call.Method.POST;
      case PUT -> Call.Method.PUT;
      case DELETE -> Call.Method.DELETE;
      case HEAD, PATCH, OPTIONS ->
          throw SdkClientException.create("`" + method + "` is not sent to a bucket of this kind");
    };
  }

  private static HttpExecuteResponse answered(Answer answer) throws IOException {
    return switch (answer) {
      // Not an IOException: asking again would change nothing.
      case Answer.Refused(var why) -> throw SdkClientException.create(why);
      case Answer.Unanswered(var why, var sent) -> throw new IOException(why);
      case Answer.Received received -> {
        var response = SdkHttpResponse.builder().statusCode(received.status());
        received.headers().forEach(response::appendHeader);
        yield HttpExecuteResponse.builder()
            .response(response.build())
            .responseBody(
                AbortableInputStream.create(new ByteArrayInputStream(received.content().bytes())))
            .build();
      }
    };
  }

  @Override
  public String clientName() {
    return "Egress";
  }

  @Override
  public void close() {
    egress.close();
  }
}
