package dev.agentsafe.app.gateway;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * A client process of {@link KillTest}: asks without end on several threads, and writes down every
 * audit id that was acknowledged.
 */
final class KillClient {
  private static final Pattern AUDIT_ID =
      Pattern.compile("\"audit_id\"\\s*:\\s*\"(evt-[0-9a-f]{12})\"");

  private KillClient() {}

  /**
   * Arguments: base URL, token, file for acknowledged ids, file whose presence ends it, threads.
   */
  public static void main(String[] args) throws Exception {
    var stop = Path.of(args[3]);
    int count = Integer.parseInt(args[4]);
    try (var acknowledged =
            Files.newBufferedWriter(
                Path.of(args[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        var http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build()) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < count; i++) {
        int number = i;
        threads.add(
            Thread.ofPlatform()
                .start(() -> ask(http, new Asking(args[0], args[1], number), acknowledged, stop)));
      }
      for (var thread : threads) {
        thread.join();
      }
    }
  }

  private record Asking(String url, String token, int thread) {}

  private static void ask(HttpClient http, Asking asking, BufferedWriter out, Path stop) {
    for (int n = 0; !Files.exists(stop); n++) {
      var body =
          "{\"action\":\"rollout-status\",\"target\":\"no/such-%d-%d\",\"params\":{}}"
              .formatted(asking.thread(), n);
      var request =
          HttpRequest.newBuilder(URI.create(asking.url() + "/v1/check"))
              .timeout(Duration.ofSeconds(5))
              .header("Authorization", "Bearer " + asking.token())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      try {
        if (!asked(http, request, out)) {
          awaitServer(request.uri(), stop);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Whether there was an answer; what it acknowledges is written down. */
  private static boolean asked(HttpClient http, HttpRequest request, BufferedWriter out)
      throws InterruptedException {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      var id = AUDIT_ID.matcher(response.body());
      if (response.statusCode() == 200 && id.find()) {
        synchronized (out) {
          out.write(id.group(1) + "\n");
          out.flush();
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The server is down, as it is meant to be at times: waits until it listens again, or all is
   * over. Its start is not to wait for our asking, and a bare connection that is refused costs a
   * tenth of a request that is.
   */
  private static void awaitServer(URI url, Path stop) throws InterruptedException {
    while (!Files.exists(stop)) {
      Thread.sleep(60);
      try (var bare = new Socket()) {
        bare.connect(new InetSocketAddress(url.getHost(), url.getPort()), 2_000);
        return;
      } catch (IOException e) {
        // Not listening yet: that is what is being waited for.
      }
    }
  }
}
