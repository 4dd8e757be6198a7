package dev.agentsafe.app.gateway;

import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a call is answered. */
sealed interface Answer {

  /** The HTTP status. */
  int status();

  /**
   * A JSON value.
   *
   * @param headers beside the usual ones
   */
  record Json(int status, Value body, Map<String, String> headers) implements Answer {}

  /** A text that is no JSON of ours. */
  record Text(int status, String type, String body) implements Answer {}

  /** Server-sent events, for as long as the source has any. */
  record Events(Source source) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /** Writes events until there are no more. */
  interface Source {
    void write(Sink sink) throws IOException, InterruptedException;
  }

  /** Takes server-sent events; each is on the wire when the call returns. */
  interface Sink {
    void event(String name, Value data) throws IOException;

    /** Shows that we are still here. */
    void heartbeat() throws IOException;
  }

  static Answer ok(Value body) {
    return new Json(200, body, Map.of());
  }

  static Answer error(int status, String code, String message) {
    return error(status, Fault.of(code, message));
  }

  static Answer error(int status, Fault fault) {
    return error(status, fault, Map.of());
  }

  static Answer error(int status, Fault fault, Map<String, String> headers) {
    var error = new LinkedHashMap<String, Value>();
    error.put("code", Value.of(fault.code()));
    error.put("message", Value.of(fault.message()));
    error.put("field", Value.ofOptional(fault.field()));
    error.put("line", fault.at().map(a -> Value.of(a.line())).orElse(Value.NULL));
    error.put("column", fault.at().map(a -> Value.of(a.column())).orElse(Value.NULL));
    return new Json(status, Value.EMPTY.with("error", new Value.Fields(error)), headers);
  }

  /** There is nothing there, or nothing that this caller may see. */
  static Answer notFound(String what) {
    return error(404, "not_found", "There is no " + what + " of yours by that id.");
  }

  /**
   * What is wrong with a call.
   *
   * @param code stable and short
   * @param field the member at fault, as {@code steps[0].action}
   */
  record Fault(String code, String message, Optional<String> field, Optional<At> at) {
    static Fault of(String code, String message) {
      return new Fault(code, message, Optional.empty(), Optional.empty());
    }

    static Fault in(String field, String message) {
      return new Fault("invalid_field", message, Optional.of(field), Optional.empty());
    }
  }

  /** A place in a body, both 1-based. */
  record At(int line, int column) {}
}
