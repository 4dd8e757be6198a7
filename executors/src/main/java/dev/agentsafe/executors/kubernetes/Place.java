package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.request.ActionRequest;
import java.util.Optional;

/**
 * One object of one cluster, named so that it can be a path.
 *
 * @param context of the binding; nothing stands in for it
 * @param namespace empty text for what has none
 */
record Place(String context, Kind kind, String namespace, String name) {

  /** What came of looking for it. */
  sealed interface Found {
    /** It is there. */
    record At(Place place) implements Found {}

    /** It cannot be said which object is meant, or it may not be touched. */
    record Nowhere(String why) implements Found {}
  }

  /** The object that a request acts on. */
  static Found of(ActionRequest request, Kind kind) {
    var bound = request.target().binding();
    if (bound.isEmpty() || bound.get().coordinates().get("context") == null) {
      return new Found.Nowhere(
          "`"
              + request.target().id()
              + "` has no binding with a `context`; say in the inventory which cluster it is in.");
    }
    var coordinates = bound.get().coordinates();
    var context = coordinates.getOrDefault("context", "");
    var namespace = "";
    if (kind.namespaced()) {
      var home = namespaceOf(request.target());
      var given = request.params().text("namespace").or(() -> home);
      if (given.isEmpty()) {
        return missing("namespace");
      }
      namespace = given.get();
      if (home.isPresent() && !home.get().equals(namespace)) {
        return outside(request, "namespace", namespace, home.get());
      }
      var objection = Grammar.LABEL.objection("namespace", namespace);
      if (objection.isPresent()) {
        return new Found.Nowhere(objection.get());
      }
    }
    var own = ownName(request.target(), kind);
    var name = request.params().text(kind.parameter()).or(() -> own);
    if (name.isEmpty()) {
      return missing(kind.parameter());
    }
    if (kind == Kind.NAMESPACE && own.isEmpty()) {
      return new Found.Nowhere(
          "`"
              + request.target().id()
              + "` is bound to no namespace; say in the inventory which one it is.");
    }
    if (own.isPresent() && !own.get().equals(name.get())) {
      return outside(request, kind.parameter(), name.get(), own.get());
    }
    var objection = kind.grammar().objection(kind.parameter(), name.get());
    return objection.isPresent()
        ? new Found.Nowhere(objection.get())
        : new Found.At(new Place(context, kind, namespace, name.get()));
  }

  /** The namespace that it is in. */
  Place home() {
    return new Place(context, Kind.NAMESPACE, "", namespace);
  }

  /** The namespace that a target lives in, or is. */
  private static Optional<String> namespaceOf(Target target) {
    var coordinates = target.binding().map(Target.Binding::coordinates).orElseThrow();
    var namespace = Optional.ofNullable(coordinates.get("namespace"));
    return target.type().equals("k8s-namespace")
        ? namespace.or(() -> Optional.ofNullable(coordinates.get("name")))
        : namespace;
  }

  /** The object's name where the target is that object itself. */
  private static Optional<String> ownName(Target target, Kind kind) {
    if (!target.type().equals("k8s-" + kind.label())) {
      return Optional.empty();
    }
    return kind == Kind.NAMESPACE
        ? namespaceOf(target)
        : target.binding().map(b -> b.coordinates().get("name"));
  }

  private static Found missing(String parameter) {
    return new Found.Nowhere("Parameter `" + parameter + "` is needed to know the object.");
  }

  private static Found outside(
      ActionRequest request, String parameter, String given, String bound) {
    return new Found.Nowhere(
        "Parameter `"
            + parameter
            + "`: `"
            + given
            + "` is not what `"
            + request.target().id()
            + "` is bound to, `"
            + bound
            + "`.");
  }

  /** Such as {@code deployment shop/web}. */
  @Override
  public String toString() {
    return kind.label() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
