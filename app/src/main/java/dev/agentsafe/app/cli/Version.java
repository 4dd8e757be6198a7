package dev.agentsafe.app.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which version this is. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var module = Version.class.getModule().getDescriptor();
    var version = module == null ? null : module.rawVersion().orElse(null);
    var implementation = Version.class.getPackage().getImplementationVersion();
    var known = version != null ? version : implementation;
    return new String[] {"agent-safe " + (known == null ? "(built from source)" : known)};
  }
}
