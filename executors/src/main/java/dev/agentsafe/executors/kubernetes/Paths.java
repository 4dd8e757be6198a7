package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;

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
}
