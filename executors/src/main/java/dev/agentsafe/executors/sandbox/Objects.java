package dev.agentsafe.executors.sandbox;

import dev.agentsafe.executors.ExecutorException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.kubernetes.client.utils.Utils;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The objects of a sandbox, kept in memory; thread-safe. */
final class Objects {
  private static final String JSON = "application/json";
  private static final String JSON_PATCH = "application/json-patch+json";

  /** Keeps an object that is being deleted until its controller has done its part. */
  private static final String FINALIZER = "agent-safe.dev/sandbox";

  private final Store store = new Store();
  private final AtomicLong writes = new AtomicLong();

  /** What the store answers to a request as an API gets it. */
  Reply ask(HttpMethod method, String path, Optional<String> type, String body) {
    var headers = Headers.builder();
    type.ifPresent(t -> headers.add("Content-Type", t));
    var request =
        new RecordedRequest(
            "HTTP/1.1", method, path, headers.build(), new Buffer().writeUtf8(body));
    var response = store.dispatch(request);
    if (method != HttpMethod.GET) {
      // INVARIANT: counted once it is there, or a controller could look before and not come back.
      writes.incrementAndGet();
    }
    var said = response.getBody() == null ? "" : response.getBody().readUtf8();
    return response.code() >= 400 && said.isEmpty()
        ? Reply.refusal(
            response.code(), "NotFound", path.replaceFirst("\\?.*", "") + " was not found")
        : new Reply(response.code(), said);
  }

  Reply get(String path) {
    return ask(HttpMethod.GET, path, Optional.empty(), "");
  }

  /** How many writes there were; the same number again: nothing has changed. */
  long writes() {
    return writes.get();
  }

  /** Stores the object of one YAML document. */
  void create(String document) {
    create((HasMetadata) Serialization.unmarshal(document, KubernetesResource.class));
  }

  void create(HasMetadata object) {
    var reply =
        ask(HttpMethod.POST, collection(object), Optional.of(JSON), Serialization.asJson(object));
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
    return store.all(
        root(HasMetadata.getApiVersion(type)) + "/" + HasMetadata.getPlural(type), type);
  }

  /** Sets one member of an object; its parents are made where they are missing. */
  void set(HasMetadata object, String pointer, Object value) {
    patch(path(object), pointer, value);
  }

  /** Replaces the status of an object as its controller does; no change of its generation. */
  void report(HasMetadata object, Object status) {
    patch(path(object) + "/status", "/status", status);
  }

  /** Sets the status of an object together with another member. */
  void report(HasMetadata object, Object status, String pointer, Object value) {
    patch(path(object), List.of(added(pointer, value), added("/status", status)));
  }

  private void patch(String path, String pointer, Object value) {
    patch(path, List.of(added(pointer, value)));
  }

  private static Map<String, Object> added(String pointer, Object value) {
    return Map.of("op", "add", "path", pointer, "value", value);
  }

  private void patch(String path, List<Map<String, Object>> patch) {
    ask(HttpMethod.PATCH, path, Optional.of(JSON_PATCH), Serialization.asJson(patch));
  }

  /** Begins to delete an object: it stays, marked, until {@link #remove}. */
  Reply retire(String path) {
    var live = get(path);
    if (!live.good()) {
      return live;
    }
    var meta = Json.read(live.body(), GenericKubernetesResource.class).getMetadata();
    var kept = Stream.concat(meta.getFinalizers().stream(), Stream.of(FINALIZER)).distinct();
    patch(path, "/metadata/finalizers", kept.toList());
    return ask(HttpMethod.DELETE, path, Optional.empty(), "");
  }

  /** Begins to delete an object, where that has not begun. */
  void retire(HasMetadata object) {
    if (!object.isMarkedForDeletion()) {
      retire(path(object));
    }
  }

  /** Deletes an object now, unless somebody else's finalizer keeps it. */
  void remove(HasMetadata object) {
    var kept = object.getMetadata().getFinalizers().stream().filter(f -> !f.equals(FINALIZER));
    if (object.isMarkedForDeletion()) {
      patch(path(object), "/metadata/finalizers", kept.toList());
    } else {
      ask(HttpMethod.DELETE, path(object), Optional.empty(), "");
    }
  }

  static String path(HasMetadata object) {
    return collection(object) + "/" + object.getMetadata().getName();
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
