package dev.agentsafe.core.catalog;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads an action file. */
final class ActionReader {
  static final Set<String> KEYS =
      keys(
          "name",
          "version",
          "description",
          "risk_class",
          "target_types",
          "parameters",
          "prechecks",
          "reversible",
          "rollback_action",
          "rollback_params",
          "required_privileges",
          "tags",
          "credentials",
          "state_fields");
  private static final Set<String> PRECHECK = keys("name", "description");
  private static final Set<String> STATE_FIELD = keys("name", "description", "type", "required");
  private static final Set<String> CREDENTIALS = keys("type", "fields", "ttl");
  private static final Set<String> SOURCE = keys("source");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern VERSION = Pattern.compile("\\p{Nd}+\\.\\p{Nd}+\\.\\p{Nd}+");

  private ActionReader() {}

  /** The keys in the order of the documentation. */
  static Set<String> keys(String... keys) {
    return java.util.Collections.unmodifiableSet(
        new java.util.LinkedHashSet<>(Arrays.asList(keys)));
  }

  static Action read(Node root, Problems problems) {
    var file = Section.open(root, "an action", KEYS, problems);
    return new Action(name(file), summary(file), scope(file), parameters(file), effects(file));
  }

  private static ActionName name(Section file) {
    var name = file.text("name");
    file.get("name")
        .filter(node -> !name.isEmpty() || isEmptyText(node))
        .filter(node -> !NAME.matcher(name).matches())
        .ifPresent(node ->
            file.problems()
                .error(
                    node,
                    "name",
                    "`"
                        + name
                        + "` is no action name; use lower-case letters, digits and hyphens, a"
                        + " letter first"));
    return new ActionName(name);
  }

  private static boolean isEmptyText(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() instanceof Value.Text;
  }

  private static Action.Summary summary(Section file) {
    var version = file.text("version");
    file.get("version")
        .filter(ActionReader::isEmptyText)
        .filter(node -> !VERSION.matcher(version).matches())
        .ifPresent(node ->
            file.problems()
                .error(
                    node,
                    "version",
                    "`" + version + "` is no version; write three numbers, such as `1.0.0`"));
    return new Action.Summary(version, file.text("description"), file.texts("tags"));
  }

  private static Action.Scope scope(Section file) {
    var types = file.require("target_types") ? file.texts("target_types") : List.<String>of();
    if (types.isEmpty()) {
      file.get("target_types")
          .filter(node -> node instanceof Node.Sequence)
          .ifPresent(node ->
              file.problems()
                  .error(node, "value", "`target_types` needs at least one target type"));
    }
    return new Action.Scope(
        file.word("risk_class", RiskClass::of, List.of(RiskClass.values())),
        types,
        file.texts("required_privileges"),
        file.items("prechecks").stream().map(node -> precheck(node, file.problems())).toList(),
        file.given("credentials").map(node -> credentials(node, file.problems())));
  }

  private static Action.Precheck precheck(Node node, Problems problems) {
    var item = Section.open(node, "a precheck", PRECHECK, problems);
    return new Action.Precheck(item.text("name"), item.text("description", ""));
  }

  private static Action.CredentialScope credentials(Node node, Problems problems) {
    var item = Section.open(node, "`credentials`", CREDENTIALS, problems);
    var ttl = item.whole("ttl", BigInteger.valueOf(300));
    if (ttl.signum() < 1) {
      item.get("ttl")
          .ifPresent(at ->
              problems.error(at, "range", "`ttl` must be at least 1 second, not `" + ttl + "`"));
    }
    var fields = new LinkedHashMap<String, Value>();
    item.get("fields")
        .ifPresent(at ->
            item.typed()
                .entries(at, "`fields`", (k, v) -> fields.put(k, item.typed().anything(v))));
    return new Action.CredentialScope(
        item.text("type"),
        new Value.Fields(fields),
        ttl.bitLength() > 62 ? Long.MAX_VALUE : ttl.longValue());
  }

  private static List<Parameter> parameters(Section file) {
    return file.items("parameters").stream()
        .map(node -> ParameterReader.read(node, file.problems()))
        .toList();
  }

  private static Action.Effects effects(Section file) {
    var sources = new LinkedHashMap<String, Action.RollbackSource>();
    file.get("rollback_params")
        .ifPresent(node ->
            file.typed()
                .entries(
                    node,
                    "`rollback_params`",
                    (name, value) -> sources.put(name, source(value, file.problems()))));
    return new Action.Effects(
        file.flag("reversible", false),
        rollbackAction(file),
        sources,
        file.items("state_fields").stream()
            .map(node -> stateField(node, file.problems()))
            .toList());
  }

  private static Optional<ActionName> rollbackAction(Section file) {
    return file.optionalText("rollback_action").map(ActionName::new);
  }

  private static Action.RollbackSource source(Node node, Problems problems) {
    var item = Section.open(node, "a roll-back parameter", SOURCE, problems);
    return new Action.RollbackSource(item.text("source"));
  }

  private static Action.StateField stateField(Node node, Problems problems) {
    var item = Section.open(node, "a state field", STATE_FIELD, problems);
    return new Action.StateField(
        item.text("name"),
        item.text("description", ""),
        item.text("type", "any"),
        item.flag("required", false));
  }
}
