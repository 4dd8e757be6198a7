package dev.agentsafe.core.identity;

import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a workspace says of a provider, as its settings say it. */
record ProviderSettings(IdentitySettings settings) {
  private static final String USUAL =
      """
      issuers:
        - issuer: ISSUER
          audience: agent-safe
          jwks_url: ISSUER/keys
          algorithms: [ES256, RS256, PS256, EdDSA]
          prefix: ci
          claims: {agent_id: sub, roles: roles}
          allowed_roles: [deployer, viewer]
      """;

  static ProviderSettings of(TrustedIssuer provider, String... replaced) {
    var text = USUAL.replace("ISSUER", provider.issuer());
    for (var line : replaced) {
      var key = line.isEmpty() ? "" : line.substring(0, line.indexOf(':'));
      if (!line.isEmpty()) {
        text =
            text.lines()
                .filter(l -> !l.strip().startsWith(key + ":"))
                .reduce("", (a, l) -> a + l + "\n");
        text += "    " + line + "\n";
      }
    }
    return read(text);
  }

  static ProviderSettings cluster(TrustedIssuer provider, Path keys) {
    return read(
        """
        issuers:
          - issuer: ISSUER
            audience: agent-safe
            kind: kubernetes
            jwks_file: FILE
            algorithms: [RS256]
            prefix: prod-cluster
        """
            .replace("ISSUER", provider.issuer())
            .replace("FILE", keys.toString()));
  }

  static ProviderSettings read(String text) {
    var problems = new Problems("agent-safe.yaml");
    var node = Document.read(new Source("agent-safe.yaml", text), problems).orElseThrow();
    var settings = IdentityReader.read(node, Path.of("/workspace"), "agent-safe", problems);
    if (problems.hasErrors()) {
      throw new AssertionError(problems.list().toString());
    }
    return new ProviderSettings(settings);
  }

  /** A workspace that knows this provider and has keys of its own. */
  Identities identities() {
    try {
      var keys = SigningKeys.open(Files.createTempDirectory("keys"), Forge.NOW);
      return new Identities(
          new IdentityTokens(
              IdentityTokens.Config.of("agent-safe", new SharedKey.Pair(keys, Optional.empty()))),
          settings.issuers());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<String> problems(String text) {
    var problems = new Problems("agent-safe.yaml");
    var node = Document.read(new Source("agent-safe.yaml", text), problems).orElseThrow();
    IdentityReader.read(node, Path.of("/workspace"), "agent-safe", problems);
    return problems.list().stream().map(p -> p.location().line() + " " + p.code()).toList();
  }
}
