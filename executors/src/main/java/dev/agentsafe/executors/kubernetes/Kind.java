package dev.agentsafe.executors.kubernetes;

/** The kinds of object that are acted on. */
enum Kind {
  DEPLOYMENT("deployment", "deployment", Grammar.SUBDOMAIN),
  CONFIG_MAP("configmap", "configmap", Grammar.SUBDOMAIN),
  NODE("node", "node", Grammar.SUBDOMAIN);

  private final String label;
  private final String parameter;
  private final Grammar grammar;

  Kind(String label, String parameter, Grammar grammar) {
    this.label = label;
    this.parameter = parameter;
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

  Grammar grammar() {
    return grammar;
  }

  boolean namespaced() {
    return this != NODE;
  }
}
