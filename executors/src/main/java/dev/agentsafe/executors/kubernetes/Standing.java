package dev.agentsafe.executors.kubernetes;

/** How far an effect has come. */
sealed interface Standing {
  /** In words for people. */
  String words();

  /** It holds. */
  record Holds(String words) implements Standing {}

  /** Not yet. */
  record Moving(String words) implements Standing {}

  /** It will not by itself. */
  record Broken(String words) implements Standing {}
}
