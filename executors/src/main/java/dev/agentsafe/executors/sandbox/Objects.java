package dev.agentsafe.executors.sandbox;

import dev.agentsafe.executors.ExecutorException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.kubernetes.client.utils.Utils;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The objects of a sandbox and what its API answers of them; thread-safe. */
final class Objects {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final Map<String, String> VERSION =
      Map.of("major", "1", "minor", "34", "gitVersion", "v1.34.0-sandbox");

  private final KubernetesCrudDispatcher store = new KubernetesCrudDispatcher();

  /** What the API answers. */
  record Reply(int code, String body) {}

  Reply answer(String method, String path, Optional<String> type, String body) {
    if (path.equals("/version") || path.equals("/version/")) {
      return new Reply(200, Serialization.asJson(VERSION));
    }
    var known = Arrays.stream(HttpMethod.values()).filter(m -> m.name().equals(method)).findFirst();
    if (known.isEmpty()) {
      return refusal(405, method + " is not allowed here");
    }
    var dry = path.contains("dryRun=All");
    var plain = path.replaceFirst("\\?.*", "");
    return switch (known.get()) {
      case PATCH -> dry ? rehearsed(plain, body) : ask(known.get(), path, type, body);
      case POST -> dry ? imagined(plain, body) : ask(known.get(), plain, type, body);
      case DELETE -> deleted(plain, body, dry);
      default -> ask(known.get(), path, type, body);
    };
  }

  /** The object as it would be made, stored nowhere. */
  private Reply imagined(String collection, String body) {
    var wanted = node(body);
    var there =
        ask(HttpMethod.GET, collection + "/" + name(wanted), Optional.empty(), "").code() == 200;
    return there ? refusal(409, "\"" + name(wanted) + "\" already exists") : new Reply(201, body);
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asString();
  }

  /** Deletes what the preconditions hold for. */
  private Reply deleted(String path, String options, boolean dry) {
    var live = ask(HttpMethod.GET, path, Optional.empty(), "");
    if (live.code() != 200) {
      return live;
    }
    var wanted = node(options.isBlank() ? "{}" : options).path("preconditions");
    for (var precondition : List.of("uid", "resourceVersion")) {
      var now = node(live.body()).path("metadata").path(precondition);
      if (wanted.has(precondition) && !wanted.get(precondition).equals(now)) {
        return refusal(409, "the " + precondition + " in the precondition is not the object's");
      }
    }
    return dry ? live : ask(HttpMethod.DELETE, path, Optional.empty(), "");
  }

  private Reply ask(HttpMethod method, String path, Optional<String> type, String body) {
    var headers = Headers.builder();
    type.ifPresent(t -> headers.add("Content-Type", t));
    var request =
        new RecordedRequest(
            "HTTP/1.1", method, path, headers.build(), new Buffer().writeUtf8(body));
    var response = store.dispatch(request);
    var said = response.getBody() == null ? "" : response.getBody().readUtf8();
    return response.code() >= 400 && said.isEmpty()
        ? refusal(response.code(), path.replaceFirst("\\?.*", "") + " was not found")
        : new Reply(response.code(), said);
  }

  /** The object as the patch would make it, stored nowhere. */
  private Reply rehearsed(String path, String patch) {
    var live = ask(HttpMethod.GET, path, Optional.empty(), "");
    if (live.code() != 200) {
      return live;
    }
    var before = node(live.body());
    var after = JsonPatch.apply(node(patch), before);
    var version = after.at("/metadata/resourceVersion");
    return version.equals(before.at("/metadata/resourceVersion"))
        ? new Reply(200, Serialization.asJson(after))
        : refusal(409, "the object has been modified");
  }

  private static JsonNode node(String json) {
    return Serialization.unmarshal(json, JsonNode.class);
  }

  private static Reply refusal(int code, String message) {
    var status =
        new StatusBuilder().withStatus("Failure").withCode(code).withMessage(message).build();
    return new Reply(code, Serialization.asJson(status));
  }

  /** Stores the object of one YAML document. */
  void create(String document) {
    var object = (HasMetadata) Serialization.unmarshal(document, KubernetesResource.class);
    var reply =
        ask(
            HttpMethod.POST,
            collection(object),
            Optional.of("application/json"),
            Serialization.asJson(object));
    if (reply.code() >= 300) {
      throw new ExecutorException(
          object.getKind()
              + " `"
              + object.getMetadata().getName()
              + "` was refused: "
              + reply.body());
    }
  }

  /** All objects of that type, in any namespace. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    var reply =
        ask(
            HttpMethod.GET,
            root(HasMetadata.getApiVersion(type)) + "/" + HasMetadata.getPlural(type),
            Optional.empty(),
            "");
    return StreamSupport.stream(node(reply.body()).path("items").spliterator(), false)
        .map(item -> Serialization.unmarshal(Serialization.asJson(item), type))
        .toList();
  }

  /** Sets the status of an object as its controller does; no change of its generation. */
  void report(HasMetadata object, Map<String, Object> status) {
    ask(
        HttpMethod.PATCH,
        collection(object) + "/" + object.getMetadata().getName() + "/status",
        Optional.of(MERGE_PATCH),
        Serialization.asJson(Map.of("status", status)));
  }

  private static String collection(HasMetadata object) {
    var namespace = object.getMetadata().getNamespace();
    return root(object.getApiVersion())
        + (Utils.isNullOrEmpty(namespace) ? "" : "/namespaces/" + namespace)
        + "/"
        + object.getPlural();
  }

  private static String root(String version) {
    return (version.contains("/") ? "/apis/" : "/api/") + version;
  }
}
