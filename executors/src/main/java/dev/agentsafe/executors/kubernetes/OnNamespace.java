package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Optional;

/** What is done on a namespace itself; those of the cluster are left alone. */
interface OnNamespace extends Procedure<Namespace> {
  @Override
  default Kind kind() {
    return Kind.NAMESPACE;
  }

  @Override
  default Class<Namespace> type() {
    return Namespace.class;
  }

  @Override
  default Optional<String> objection(Value.Fields params) {
    return params.text("namespace").filter(Namespaces::isSystem).map(Namespaces::refusal);
  }

  @Override
  default Value.Fields fields(Namespace live, Value.Fields params) {
    return Namespaces.fields(Optional.of(live));
  }

  @Override
  default Value.Fields fieldsOfNone(Value.Fields params) {
    return Namespaces.fields(Optional.empty());
  }

  @Override
  default boolean same(Namespace one, Namespace other, Value.Fields params) {
    return Namespaces.isEnding(one) == Namespaces.isEnding(other);
  }
}
