package dev.agentsafe.core.identity;

/** The id of a person who operates the console. */
public record OperatorId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
