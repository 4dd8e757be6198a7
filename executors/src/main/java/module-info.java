/** executors of Agent-Safe Console. */
module dev.agentsafe.executors {
  requires dev.agentsafe.core;
  requires static org.jspecify;
}
