/** The console, the command line and the gateway. */
module dev.agentsafe.app {
  requires atlantafx.base;
  requires com.google.gson;
  requires dev.agentsafe.core;
  requires dev.agentsafe.editors;
  requires dev.agentsafe.executors;
  requires info.picocli;
  requires jakarta.activation;
  requires jakarta.mail;
  requires java.desktop;
  requires java.logging;
  requires java.management;
  requires java.net.http;
  requires javafx.controls;
  requires org.eclipse.angus.mail;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.io;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires org.eclipse.lsp4j;
  requires org.eclipse.lsp4j.jsonrpc;
  requires org.kordamp.ikonli.core;
  requires org.kordamp.ikonli.feather;
  requires org.kordamp.ikonli.javafx;
  requires static org.jspecify;

  uses dev.agentsafe.core.runner.Executor;
  uses dev.agentsafe.core.runner.ExecutorProvider;
  uses dev.agentsafe.core.ship.ObjectStore.Provider;

  opens dev.agentsafe.app.cli to
      info.picocli;
}
