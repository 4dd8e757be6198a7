package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where the API has objects; names were checked by their grammar before. */
final class Paths {
  private Paths() {}

  static String of(HasMetadata object) {
    return collection(object) + "/" + object.getMetadata().getName();
  }

  static String collection(HasMetadata object) {
    var version = object.getApiVersion();
    var namespace = object.getMetadata().getNamespace();
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (namespace == null || namespace.isEmpty() ? "" : "/namespaces/" + namespace)
        + "/"
        + object.getPlural();
  }

  /** Where a command is run in a container of that pod, its outputs as channels. */
  static String exec(Place pod, String container, List<String> words) {
    var query = new StringBuilder();
    words.forEach(word -> query.append("command=").append(encoded(word)).append('&'));
    return of(pod) + "/exec?" + query + "container=" + encoded(container) + "&stdout=1&stderr=1";
  }

  /** Where a port of that pod is reached. */
  static String forward(Place pod, int port) {
    return of(pod) + "/portforward?ports=" + port;
  }

  private static String of(Place pod) {
    return "/api/v1/namespaces/" + encoded(pod.namespace()) + "/pods/" + encoded(pod.name());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
