/** The governance core: request, decision, approval, ticket, run, journal; no JavaFX, no cloud. */
module dev.agentsafe.core {
  requires com.auth0.jwt;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.h2database;
  requires java.sql;
  requires static transitive org.jspecify;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires org.yaml.snakeyaml;

  exports dev.agentsafe.core;
  exports dev.agentsafe.core.agent;
  exports dev.agentsafe.core.anchor;
  exports dev.agentsafe.core.approval;
  exports dev.agentsafe.core.audit;
  exports dev.agentsafe.core.canonical;
  exports dev.agentsafe.core.catalog;
  exports dev.agentsafe.core.credential;
  exports dev.agentsafe.core.egress;
  exports dev.agentsafe.core.hold;
  exports dev.agentsafe.core.identity;
  exports dev.agentsafe.core.index;
  exports dev.agentsafe.core.limit;
  exports dev.agentsafe.core.lint;
  exports dev.agentsafe.core.plan;
  exports dev.agentsafe.core.policy;
  exports dev.agentsafe.core.preview;
  exports dev.agentsafe.core.request;
  exports dev.agentsafe.core.rollback;
  exports dev.agentsafe.core.run;
  exports dev.agentsafe.core.runner;
  exports dev.agentsafe.core.ship;
  exports dev.agentsafe.core.state;
  exports dev.agentsafe.core.ticket;
  exports dev.agentsafe.core.tlog;
  exports dev.agentsafe.core.yaml;

  uses dev.agentsafe.core.credential.CredentialKind;
  uses dev.agentsafe.core.credential.RoleAssumer;
  uses dev.agentsafe.core.credential.TokenRequester;
}
