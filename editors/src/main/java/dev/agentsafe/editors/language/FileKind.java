package dev.agentsafe.editors.language;

/** What a file is to a workspace. */
public enum FileKind {
  /** {@code agent-safe.yaml}. */
  SETTINGS,
  /** One action. */
  ACTION,
  /** Rules. */
  POLICY,
  /** Targets. */
  INVENTORY,
  /** Policy tests. */
  TESTS,
  /** Who may answer questions. */
  OPERATORS;

  /** The name of the JSON Schema that describes such files, for {@code Schemas.text}. */
  public String schema() {
    return switch (this) {
      case SETTINGS -> "settings";
      case ACTION -> "action";
      case POLICY -> "policy";
      case INVENTORY -> "inventory";
      case TESTS -> "tests";
      case OPERATORS -> "operators";
    };
  }
}
