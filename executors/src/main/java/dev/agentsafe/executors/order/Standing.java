package dev.agentsafe.executors.order;

/** How far an effect has come. */
public sealed interface Standing {
  /** In words for people. */
  String words();

  /** It holds. */
  record Holds(String words) implements Standing {}

  /** Not yet. */
  record Moving(String words) implements Standing {}

  /** It will not by itself. */
  record Broken(String words) implements Standing {}
}
