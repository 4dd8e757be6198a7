package dev.agentsafe.app.gateway;

import dev.agentsafe.app.gateway.Route.Access;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.app.wire.ErrorLog;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets calls in: checks where they come from, whose they are and what they hold. */
final class Door extends Handler.Abstract {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");

  private final Governor governor;
  private final List<Route> routes;
  private final Guard guard;
  private final Metrics metrics;

  /**
   * Who is let in.
   *
   * @param secret of the operator
   */
  record Guard(Hosts hosts, String secret, NoiseLimit noise) {}

  Door(Governor governor, List<Route> routes, Guard guard, Metrics metrics) {
    this.governor = governor;
    this.routes = List.copyOf(routes);
    this.guard = guard;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Answer answer;
    try {
      answer = answer(request);
    } catch (CoreException e) {
      answer = Answer.error(503, "unavailable", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = Answer.error(503, "stopping", "The gateway is stopping.");
    } catch (IOException e) {
      answer = Answer.error(400, "bad_request", "The body could not be read to its end.");
    } catch (RuntimeException e) {
      answer = unexpected(e);
    }
    metrics.answered(answer.status());
    Replies.send(answer, request, response, callback);
    return true;
  }

  private Answer unexpected(RuntimeException e) {
    if (e instanceof HttpException) {
      return Answer.error(400, "bad_request", "The request is not well-formed.");
    }
    var written = ErrorLog.write(Address.folder(governor.workspace().root()), e);
    return Answer.error(500, "unexpected", "Something unexpected happened (" + written.id() + ").");
  }

  private Answer answer(Request request) throws IOException, InterruptedException {
    var refused = guard.hosts().refusal(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    var path = Request.getPathInContext(request);
    var allowed = new TreeSet<String>();
    for (var route : routes) {
      var id = route.match(path);
      if (id.isPresent()) {
        if (route.method().equals(request.getMethod())) {
          return admitted(route, id.get(), request);
        }
        allowed.add(route.method());
      }
    }
    return allowed.isEmpty()
        ? Answer.error(404, "not_found", "There is nothing here; `GET /openapi.json` lists all.")
        : Answer.error(
            405,
            Answer.Fault.of("method_not_allowed", "Use " + String.join(" or ", allowed) + "."),
            Map.of("Allow", String.join(", ", allowed)));
  }

  private Answer admitted(Route route, String id, Request request)
      throws IOException, InterruptedException {
    return switch (route.access()) {
      case OPEN -> called(route, Call.Who.NOBODY, id, request);
      case AGENT, OPERATOR -> {
        var credential = bearer(request);
        var from = Request.getRemoteAddr(request);
        if (route.access() == Access.AGENT && guard.noise().ignores(from, credential)) {
          yield tooMany();
        }
        yield switch (identify(route.access(), credential)) {
          case Governor.Identified.Known(var caller, var until) ->
              called(route, new Call.Who(caller, until), id, request);
          case Governor.Identified.Refused refused ->
              refused(route.access(), credential, from, refused);
        };
      }
    };
  }

  /** Noise is neither answered in full nor recorded without end. */
  private Answer refused(
      Access access, String credential, String from, Governor.Identified.Refused refused) {
    var isToken = access == Access.AGENT && !credential.isEmpty();
    if (isToken) {
      guard.noise().refused(credential);
    }
    if (!guard.noise().tolerates(from)) {
      return tooMany();
    }
    if (isToken) {
      governor.tokens().bearers().record(refused);
    }
    return Answer.error(
        401,
        Answer.Fault.of(credential.isEmpty() ? "missing_token" : "invalid_token", refused.why()),
        Map.of("WWW-Authenticate", "Bearer"));
  }

  private static Answer tooMany() {
    return Answer.error(
        429,
        Answer.Fault.of("too_many_failures", "Too many refused credentials; wait."),
        Map.of("Retry-After", "10"));
  }

  /** Who that is; records nothing. */
  private Governor.Identified identify(Access access, String credential) {
    if (credential.isEmpty()) {
      return new Governor.Identified.Refused(
          "Send `Authorization: Bearer TOKEN` in the headers; nowhere else.");
    }
    if (access == Access.AGENT) {
      return governor.tokens().bearers().look(credential);
    }
    return MessageDigest.isEqual(bytes(credential), bytes(guard.secret()))
        ? new Governor.Identified.Known(Caller.ANONYMOUS, Instant.MAX)
        : new Governor.Identified.Refused(
            "This is not the operator secret of the gateway that runs now.");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bearer credential; the empty text where there is none, or more than one. */
  private static String bearer(Request request) {
    var headers = request.getHeaders().getFields(HttpHeader.AUTHORIZATION);
    if (headers.size() != 1) {
      return "";
    }
    var value = headers.getFirst().getValue();
    return value != null && value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())
        ? value.substring("Bearer ".length()).strip()
        : "";
  }

  private Answer called(Route route, Call.Who who, String id, Request request)
      throws IOException, InterruptedException {
    var wait = Duration.ZERO;
    var query = Request.extractQueryParameters(request);
    for (var field : query) {
      if (!field.getName().equals("wait") || route.takesBody()) {
        return Answer.error(
            400, Answer.Fault.in("query", "Only `wait` is known, on what can be waited for."));
      }
      var seconds = seconds(field.getValues());
      if (seconds.isEmpty()) {
        return Answer.error(
            400, Answer.Fault.in("wait", "`wait` must be whole seconds from 0 to 60."));
      }
      wait = seconds.get();
    }
    var accept = request.getHeaders().get(HttpHeader.ACCEPT);
    var events = accept != null && accept.startsWith("text/event-stream");
    if (!route.takesBody()) {
      return route.endpoint().answer(new Call(who, id, Value.EMPTY, wait, events));
    }
    return switch (Body.read(request)) {
      case Body.Good(var fields) ->
          route.endpoint().answer(new Call(who, id, fields, wait, events));
      case Body.Bad(var bad) -> bad;
    };
  }

  private static Optional<Duration> seconds(List<String> values) {
    if (values.size() != 1 || !SECONDS.matcher(values.getFirst()).matches()) {
      return Optional.empty();
    }
    var wait = Duration.ofSeconds(Long.parseLong(values.getFirst()));
    return wait.compareTo(LONGEST_WAIT) <= 0 ? Optional.of(wait) : Optional.empty();
  }
}
