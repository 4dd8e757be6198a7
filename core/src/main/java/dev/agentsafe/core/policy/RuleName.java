package dev.agentsafe.core.policy;

/** The name of a policy rule. */
public record RuleName(String value) {
  @Override
  public String toString() {
    return value;
  }
}
