package dev.agentsafe.core.catalog;

/** The id of an inventory target, such as {@code prod/api-server}. */
public record TargetId(String value) implements Comparable<TargetId> {
  @Override
  public int compareTo(TargetId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
