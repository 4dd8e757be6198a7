package dev.agentsafe.app.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which version this is. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"agent-safe " + text()};
  }

  /** The number alone. */
  static String text() {
    var module = Version.class.getModule().getDescriptor();
    var version = module == null ? null : module.rawVersion().orElse(null);
    var implementation = Version.class.getPackage().getImplementationVersion();
    var known = version != null ? version : implementation;
    return known == null ? "(built from source)" : known;
  }
}
