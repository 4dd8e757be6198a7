package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** The kinds of object that are acted on. */
enum Kind {
  DEPLOYMENT("deployment", "deployment", Deployment.class, Grammar.SUBDOMAIN),
  CONFIG_MAP("configmap", "configmap", ConfigMap.class, Grammar.SUBDOMAIN),
  AUTOSCALER("hpa", "hpa", HorizontalPodAutoscaler.class, Grammar.SUBDOMAIN),
  NETWORK_POLICY("networkpolicy", "policy_name", NetworkPolicy.class, Grammar.SUBDOMAIN),
  SECRET("secret", "secret", Secret.class, Grammar.SUBDOMAIN),
  NAMESPACE("namespace", "namespace", Namespace.class, Grammar.LABEL),
  POD("pod", "pod", Pod.class, Grammar.SUBDOMAIN),
  NODE("node", "node", Node.class, Grammar.SUBDOMAIN);

  private final String label;
  private final String parameter;
  private final Class<? extends HasMetadata> type;
  private final Grammar grammar;

  Kind(String label, String parameter, Class<? extends HasMetadata> type, Grammar grammar) {
    this.label = label;
    this.parameter = parameter;
    this.type = type;
    this.grammar = grammar;
  }

  /** The word that people read. */
  String label() {
    return label;
  }

  /** The parameter that names the object. */
  String parameter() {
    return parameter;
  }

  Class<? extends HasMetadata> type() {
    return type;
  }

  Grammar grammar() {
    return grammar;
  }

  boolean namespaced() {
    return this != NODE && this != NAMESPACE;
  }
}
