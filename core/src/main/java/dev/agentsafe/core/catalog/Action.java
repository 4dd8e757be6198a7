package dev.agentsafe.core.catalog;

import dev.agentsafe.core.canonical.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing an agent can ask for, as the catalogue declares it.
 *
 * @param name unique in a catalogue
 * @param summary version, description, tags
 * @param scope how risky it is, on what it applies, what it needs
 * @param parameters in the order of the file
 * @param effects what is captured and how it is undone
 */
public record Action(
    ActionName name, Summary summary, Scope scope, List<Parameter> parameters, Effects effects) {

  public Action {
    parameters = List.copyOf(parameters);
  }

  /** What people read about an action. */
  public record Summary(String version, String description, List<String> tags) {
    public Summary {
      tags = List.copyOf(tags);
    }
  }

  /**
   * How risky an action is, on what it applies and what it needs.
   *
   * @param targetTypes one or more inventory types
   */
  public record Scope(
      RiskClass risk,
      List<String> targetTypes,
      List<String> requiredPrivileges,
      List<Precheck> prechecks,
      Optional<CredentialScope> credentials) {
    public Scope {
      targetTypes = List.copyOf(targetTypes);
      requiredPrivileges = List.copyOf(requiredPrivileges);
      prechecks = List.copyOf(prechecks);
    }
  }

  /** A named condition looked at before execution. */
  public record Precheck(String name, String description) {}

  /**
   * What is captured around an execution and how it is undone.
   *
   * @param rollbackParams parameter of the roll-back action to where its value comes from
   */
  public record Effects(
      boolean reversible,
      Optional<ActionName> rollbackAction,
      Map<String, RollbackSource> rollbackParams,
      List<StateField> stateFields) {
    public Effects {
      rollbackParams = Collections.unmodifiableMap(new LinkedHashMap<>(rollbackParams));
      stateFields = List.copyOf(stateFields);
    }

    /**
     * The names of the state fields that a decision hangs on: those that are required, all of them
     * where none is. The others, such as counters of a status, may move by themselves.
     */
    public List<String> decisive() {
      var required = stateFields.stream().filter(StateField::required).toList();
      return (required.isEmpty() ? stateFields : required).stream().map(StateField::name).toList();
    }
  }

  /**
   * Where a roll-back parameter's value comes from, as {@code params.x} or {@code before_state.x}.
   */
  public record RollbackSource(String source) {}

  /** A field captured before and after an execution. */
  public record StateField(String name, String description, String type, boolean required) {}

  /**
   * Just-in-time credentials an execution needs.
   *
   * @param fields may hold <code>{{ params.x }}</code> templates at any depth
   * @param ttlSeconds at least 1
   */
  public record CredentialScope(String type, Value.Fields fields, long ttlSeconds) {}
}
