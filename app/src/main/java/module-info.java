/** app of Agent-Safe Console. */
module dev.agentsafe.app {
  requires dev.agentsafe.core;
  requires static org.jspecify;
}
