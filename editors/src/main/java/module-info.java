/** editors of Agent-Safe Console. */
module dev.agentsafe.editors {
  requires dev.agentsafe.core;
  requires static org.jspecify;
}
