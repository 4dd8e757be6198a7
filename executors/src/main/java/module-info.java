/** The executors: they act on systems for permitted orders, and read them. */
module dev.agentsafe.executors {
  requires transitive dev.agentsafe.core;
  requires io.fabric8.kubernetes.client.jdkhttp;
  requires java.net.http;
  requires jdk.httpserver;
  requires static transitive org.jspecify;
  requires kubernetes.client.api;
  requires kubernetes.model.apps;
  requires kubernetes.model.autoscaling;
  requires kubernetes.model.common;
  requires kubernetes.model.core;
  requires kubernetes.server.mock;
  requires mockwebserver;
  requires tools.jackson.databind;
  requires zjsonpatch;

  exports dev.agentsafe.executors;
  exports dev.agentsafe.executors.kubernetes;
  exports dev.agentsafe.executors.rehearsal;
  exports dev.agentsafe.executors.sandbox;

  provides dev.agentsafe.core.runner.Executor with
      dev.agentsafe.executors.kubernetes.KubernetesExecutor;
}
