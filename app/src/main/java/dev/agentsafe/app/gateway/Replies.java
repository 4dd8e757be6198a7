package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts answers on the wire. */
final class Replies {
  private Replies() {}

  static void send(Answer answer, Request request, Response response, Callback callback) {
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    switch (answer) {
      case Answer.Json json -> {
        json.headers().forEach(headers::put);
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        write(JsonText.compact(json.body()) + "\n", response, callback);
      }
      case Answer.Text text -> {
        headers.put(HttpHeader.CONTENT_TYPE, text.type());
        write(text.body(), response, callback);
      }
      case Answer.Events events -> {
        headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        stream(events.source(), response, callback);
      }
    }
  }

  private static void write(String body, Response response, Callback callback) {
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
  }

  private static void stream(Answer.Source source, Response response, Callback callback) {
    try (var out = Content.Sink.asOutputStream(response)) {
      source.write(new Wire(out));
    } catch (IOException | CoreException gone) {
      callback.failed(gone);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  private record Wire(OutputStream out) implements Answer.Sink {
    @Override
    public void event(String name, Value data) throws IOException {
      put("event: " + name + "\ndata: " + JsonText.compact(data) + "\n\n");
    }

    @Override
    public void heartbeat() throws IOException {
      put(": waiting\n\n");
    }

    private void put(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
