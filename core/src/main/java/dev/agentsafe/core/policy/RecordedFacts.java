package dev.agentsafe.core.policy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal keeps of the facts of a decision beside the fields of its line: the time it was
 * decided at, and how its target stood then. Stateless.
 */
public final class RecordedFacts {
  /** The member of an entry's context that holds them. */
  public static final String MEMBER = "facts";

  private RecordedFacts() {}

  /** The facts as they are recorded. */
  public static Value.Fields of(Target target, Facts.When at) {
    var standing = target.standing();
    var labels = new LinkedHashMap<String, Value>();
    standing.labels().forEach((name, value) -> labels.put(name, Value.of(value)));
    return new Value.Fields(
        Map.of(
            "at", Value.of(at.text()),
            "environment", Value.of(standing.environment().label()),
            "labels", new Value.Fields(labels),
            "sensitivity", Value.of(standing.sensitivity().label()),
            "type", Value.of(target.type())));
  }

  /** The time that is recorded there. */
  public static Optional<Facts.When> at(Value recorded) {
    return recorded instanceof Value.Fields fields
        ? fields.text("at").flatMap(Facts.When::parse)
        : Optional.empty();
  }

  /** The target as rules saw it, where all of it can be read. */
  public static Optional<Target> target(TargetId id, Value recorded) {
    if (!(recorded instanceof Value.Fields fields)
        || !(fields.get("labels").orElse(Value.NULL) instanceof Value.Fields written)) {
      return Optional.empty();
    }
    var environment = fields.text("environment").flatMap(Environment::of);
    var sensitivity = fields.text("sensitivity").flatMap(Sensitivity::of);
    var type = fields.text("type");
    var labels = new LinkedHashMap<String, String>();
    for (var name : written.values().keySet()) {
      written.text(name).ifPresent(value -> labels.put(name, value));
    }
    if (environment.isEmpty()
        || sensitivity.isEmpty()
        || type.isEmpty()
        || labels.size() < written.values().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Target(
            id,
            type.get(),
            new Target.Standing(environment.get(), sensitivity.get(), "", labels),
            Optional.empty()));
  }
}
