package dev.agentsafe.core.plan;

/** The id of a plan: {@code pln-} and 12 hex digits. */
public record PlanId(String value) {
  /** What every such id begins with. */
  public static final String PREFIX = "pln-";

  @Override
  public String toString() {
    return value;
  }
}
