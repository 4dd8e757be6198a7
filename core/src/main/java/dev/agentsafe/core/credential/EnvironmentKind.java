package dev.agentsafe.core.credential;

import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.yaml.Section;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Values of the process's environment; for development. */
final class EnvironmentKind implements CredentialKind {
  private final Function<String, Optional<String>> environment;

  EnvironmentKind(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "environment";
  }

  @Override
  public Set<String> keys() {
    return Set.of("fields");
  }

  @Override
  public CredentialSource read(Section settings, Path root) {
    var variables = FieldMap.read(settings);
    return wanted -> obtain(wanted, variables);
  }

  private Obtained obtain(CredentialSource.Wanted wanted, Map<String, String> variables) {
    var values = new LinkedHashMap<String, String>();
    for (var field : variables.entrySet()) {
      var value = environment.apply(field.getValue()).filter(v -> !v.isEmpty());
      if (value.isEmpty()) {
        return new Obtained.Refused(
            "the environment variable `" + field.getValue() + "` is not set");
      }
      values.put(field.getKey(), value.get());
    }
    return new Obtained.Good(
        new Credential(
            wanted.scope().type(),
            new Secret(values),
            Optional.empty(),
            Credential.Revocation.none()));
  }
}
