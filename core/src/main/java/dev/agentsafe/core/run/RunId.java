package dev.agentsafe.core.run;

/** The id of an execution: {@code run-} and 12 hex digits. */
public record RunId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
