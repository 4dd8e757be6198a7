/** Authoring: drafts, what YAML means here, and the code area; hosts no application state. */
module dev.agentsafe.editors {
  requires transitive dev.agentsafe.core;
  requires transitive javafx.controls;
  requires static org.jspecify;
  requires org.eclipse.jgit;

  exports dev.agentsafe.editors.assist;
  exports dev.agentsafe.editors.code;
  exports dev.agentsafe.editors.document;
  exports dev.agentsafe.editors.finding;
  exports dev.agentsafe.editors.form;
  exports dev.agentsafe.editors.git;
  exports dev.agentsafe.editors.language;
  exports dev.agentsafe.editors.schema;
  exports dev.agentsafe.editors.typing;
}
