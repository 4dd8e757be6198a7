package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.zjsonpatch.JsonPatch;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a sandbox answers of its objects, beyond what their store can; thread-safe. */
final class Api {
  private static final Map<String, String> VERSION =
      Map.of("major", "1", "minor", "34", "gitVersion", "v1.34.0-sandbox");
  private static final Pattern POD_PART =
      Pattern.compile("(?<pod>/api/v1/namespaces/[^/]+/pods/[^/]+)/(?<part>eviction|log)");
  private static final Pattern ENDING =
      Pattern.compile("/api/v1/(namespaces/[^/]+|namespaces/[^/]+/pods/[^/]+)");
  private static final Pattern NEW = Pattern.compile("/apis?/.+/namespaces/([^/]+)/[^/]+");

  private final Objects objects;
  private final Evictions evictions;
  private final Namespaces namespaces;

  Api(Objects objects) {
    this.objects = objects;
    this.evictions = new Evictions(objects);
    this.namespaces = new Namespaces(objects);
  }

  /**
   * A request.
   *
   * @param query empty text where there is none
   */
  record Request(String method, String path, String query, Optional<String> type, String body) {
    /** The value of that parameter of the query. */
    Optional<String> parameter(String name) {
      return Arrays.stream(query.split("&"))
          .map(p -> p.split("=", 2))
          .filter(p -> p.length == 2 && p[0].equals(name))
          .map(p -> URLDecoder.decode(p[1], StandardCharsets.UTF_8))
          .findFirst();
    }

    String whole() {
      return query.isEmpty() ? path : path + "?" + query;
    }
  }

  Reply answer(Request request) {
    if (request.path().matches("/version/?")) {
      return Reply.of(VERSION);
    }
    var known =
        Arrays.stream(HttpMethod.values())
            .filter(m -> m.name().equals(request.method()))
            .findFirst();
    if (known.isEmpty()) {
      return Reply.refusal(405, "MethodNotAllowed", request.method() + " is not allowed here");
    }
    var part = POD_PART.matcher(request.path());
    return part.matches() ? part(part, request) : object(known.get(), request);
  }

  private Reply part(Matcher part, Request request) {
    var pod = part.group("pod");
    boolean dry = request.query().contains("dryRun=All");
    return switch (request.method() + " " + part.group("part")) {
      case "POST eviction" -> evictions.evict(pod, request.body(), dry);
      case "GET log" -> log(pod, request);
      default -> Reply.refusal(405, "MethodNotAllowed", "not allowed on " + part.group("part"));
    };
  }

  private Reply log(String path, Request request) {
    var live = objects.get(path);
    return live.good()
        ? Logs.of(
            Json.read(live.body(), Pod.class),
            request.parameter("container"),
            request.parameter("tailLines").map(Integer::parseInt))
        : live;
  }

  private Reply object(HttpMethod method, Request request) {
    return switch (method) {
      case GET -> list(request);
      case DELETE -> delete(request);
      case POST -> create(request);
      case PATCH ->
          isDry(request) ? patched(request.path(), request.body()) : pass(method, request);
      default -> pass(method, request);
    };
  }

  private Reply pass(HttpMethod method, Request request) {
    return objects.ask(method, request.whole(), request.type(), request.body());
  }

  private static boolean isDry(Request request) {
    return request.query().contains("dryRun=All");
  }

  /** The store selects by labels; by the node of a pod it does not. */
  private Reply list(Request request) {
    var node =
        request
            .parameter("fieldSelector")
            .filter(f -> f.startsWith("spec.nodeName="))
            .map(f -> f.substring(f.indexOf('=') + 1));
    if (node.isEmpty()) {
      return pass(HttpMethod.GET, request);
    }
    var found = objects.get(request.path());
    var items = Json.node(found.body()).path("items").values().stream();
    var on = items.filter(i -> i.at("/spec/nodeName").asString("").equals(node.get())).toList();
    return Reply.of(
        Map.of("kind", "PodList", "apiVersion", "v1", "metadata", Map.of(), "items", on));
  }

  private Reply create(Request request) {
    var at = NEW.matcher(request.path());
    if (at.matches() && namespaces.ending(at.group(1))) {
      return Reply.refusal(
          403,
          "Forbidden",
          "unable to create new content in namespace "
              + at.group(1)
              + " because it is being terminated");
    }
    if (!isDry(request)) {
      return objects.ask(HttpMethod.POST, request.path(), request.type(), request.body());
    }
    var name = Json.read(request.body(), GenericKubernetesResource.class).getMetadata().getName();
    return objects.get(request.path() + "/" + name).good()
        ? Reply.refusal(409, "AlreadyExists", "\"" + name + "\" already exists")
        : new Reply(201, request.body());
  }

  private Reply delete(Request request) {
    var live = objects.get(request.path());
    if (!live.good()) {
      return live;
    }
    var options = request.body().isBlank() ? null : Json.read(request.body(), DeleteOptions.class);
    var object = Json.read(live.body(), GenericKubernetesResource.class);
    var conflict = Preconditions.conflict(object, options);
    if (conflict.isPresent()) {
      return conflict.get();
    }
    boolean dry = isDry(request) || (options != null && options.getDryRun().contains("All"));
    if (dry) {
      return live;
    }
    return ENDING.matcher(request.path()).matches()
        ? objects.retire(request.path())
        : objects.ask(HttpMethod.DELETE, request.path(), Optional.empty(), "");
  }

  /** The object as the patch would make it, stored nowhere. */
  private Reply patched(String path, String patch) {
    var live = objects.get(path);
    if (!live.good()) {
      return live;
    }
    var before = Json.node(live.body());
    var after = JsonPatch.apply(Json.node(patch), before);
    var version = after.at("/metadata/resourceVersion");
    return version.equals(before.at("/metadata/resourceVersion"))
        ? new Reply(200, Serialization.asJson(after))
        : Reply.refusal(409, "Conflict", "the object has been modified");
  }
}
