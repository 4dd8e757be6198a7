/** The executors: they act on systems for permitted orders, and read them. */
module dev.agentsafe.executors {
  requires transitive dev.agentsafe.core;
  requires static transitive org.jspecify;
  requires io.fabric8.kubernetes.client.jdkhttp;
  requires java.net.http;
  requires kubernetes.client.api;
  requires kubernetes.model.apps;
  requires kubernetes.model.autoscaling;
  requires kubernetes.model.common;
  requires kubernetes.model.core;
  requires zjsonpatch;
  requires tools.jackson.databind;

  exports dev.agentsafe.executors;
  exports dev.agentsafe.executors.kubernetes;
  exports dev.agentsafe.executors.rehearsal;
}
