package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests for an action that declares credentials, and settings that say where they come from. */
public final class Shop {
  /** When it is. */
  public static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private static final String ACTIONS =
      """
      name: rotate-key
      version: "1.0.0"
      description: Rotate a key.
      risk_class: medium
      target_types: [custom]
      parameters:
        - {name: app, type: string, description: which}
        - {name: note, type: string, description: why, required: false}
      credentials:
        type: database
        fields: {role: "{{ params.app }}-writer"}
        ttl: 120
      """;
  private static final String TARGETS =
      """
      targets:
        - {id: prod/db, type: custom, environment: prod, sensitivity: internal, owner: db}
        - {id: dev/db, type: custom, environment: dev, sensitivity: internal, owner: db}
      """;

  private Shop() {}

  /** A request for `rotate-key`. */
  public static ActionRequest request(String target, String app) {
    var parser =
        new RequestParser(
            good(CatalogLoader.load(List.of(new Source("actions.yaml", ACTIONS)))),
            good(InventoryLoader.load(new Source("inventory.yaml", TARGETS))));
    var submission =
        new Submission(
            new ActionName("rotate-key"),
            Optional.of(new TargetId(target)),
            Optional.empty(),
            Value.EMPTY.with("app", Value.of(app)),
            Optional.empty());
    return switch (parser.parse(submission)) {
      case Parsed.Fits(var request) -> request;
      case Parsed.Unfit unfit -> throw new AssertionError(unfit.reason());
    };
  }

  static Credentials credentials(Path root, String yaml) {
    var problems = new Problems("agent-safe.yaml");
    var read = read(root, yaml, problems);
    if (problems.hasErrors()) {
      throw new AssertionError(problems.list().toString());
    }
    return read;
  }

  static List<String> problems(String yaml) {
    var problems = new Problems("agent-safe.yaml");
    var _ = read(Path.of("/workspace"), yaml, problems);
    return problems.list().stream().map(p -> p.location().line() + " " + p.code()).toList();
  }

  private static Credentials read(Path root, String yaml, Problems problems) {
    var node = Document.read(new Source("agent-safe.yaml", yaml), problems).orElseThrow();
    return CredentialReader.read(node, root, problems);
  }

  private static <T> T good(Loaded<T> loaded) {
    return switch (loaded) {
      case Loaded.Good<T>(var value, var warnings) -> value;
      case Loaded.Bad<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
