package dev.agentsafe.executors.process;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a caller is told in the place of the API's answer, in the API's form; stateless. */
final class Reply {
  private static final int LINGER_MILLIS = 2_000;

  private Reply() {}

  /** Tells one. */
  static void to(Socket caller, int code, String reason, String words) throws IOException {
    var status =
        new Value.Fields(
            Map.of(
                "kind", Value.of("Status"),
                "apiVersion", Value.of("v1"),
                "status", Value.of("Failure"),
                "reason", Value.of(reason),
                "code", Value.of(code),
                "message", Value.of(words)));
    var body = CanonicalJson.bytes(status);
    var head =
        "HTTP/1.1 "
            + code
            + " "
            + reason
            + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    var out = caller.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  /** Closing before the caller has said all would take the answer away from it again. */
  static void hearOut(Socket caller) throws IOException {
    caller.shutdownOutput();
    caller.setSoTimeout(LINGER_MILLIS);
    caller.getInputStream().transferTo(OutputStream.nullOutputStream());
  }
}
