package dev.agentsafe.core.catalog;

/** The name of a catalogue action, such as {@code scale-deployment}. */
public record ActionName(String value) implements Comparable<ActionName> {
  @Override
  public int compareTo(ActionName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
