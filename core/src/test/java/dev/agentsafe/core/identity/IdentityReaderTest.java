package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IdentityReaderTest {
  private static final String GOOD =
      """
      issuers:
        - issuer: https://id.example
          audience: agent-safe
          jwks_url: https://id.example/keys
          algorithms: [ES256]
          prefix: ci
          claims: {roles: [realm_access, roles]}
          allowed_roles: [deployer]
          clock_skew: 10
      delegation: {max_depth: 2, max_life: 900, children: {deploy-bot: [canary-bot]}}
      """;

  @Test
  void whatIsSaidIsRead() {
    var settings = ProviderSettings.read(GOOD).settings();
    assertThat(settings.issuers()).hasSize(1);
    assertThat(settings.maxDepth()).isEqualTo(2);
    var handing = settings.handing();
    assertThat(handing.children().test(new AgentId("deploy-bot"), new AgentId("canary-bot")))
        .isTrue();
    assertThat(handing.children().test(new AgentId("other"), new AgentId("canary-bot"))).isFalse();
  }

  @Test
  void eachMistakeIsFoundAtItsLine() {
    var mistakes =
        Map.ofEntries(
            Map.entry("issuer: https://id.example\n|issuer: agent-safe\n", "2 issuer"),
            Map.entry("audience: agent-safe|audience: \"\"", "3 value"),
            Map.entry("jwks_url: https|jwks_url: http", "4 url"),
            Map.entry("jwks_url: https://id.example|jwks_url: https://u@id.example", "4 url"),
            Map.entry("jwks_url: https://id.example/keys|jwks_url: file:///etc/passwd", "4 url"),
            Map.entry("jwks_url:|jwks_file: a\n    jwks_url:", "2 keys"),
            Map.entry("[ES256]|[HS256]", "5 value"),
            Map.entry("[ES256]|[none]", "5 value"),
            Map.entry("[ES256]|[]", "5 value"),
            Map.entry("    algorithms: [ES256]\n|", "2 missing-key"),
            Map.entry("prefix: ci|prefix: operator", "6 prefix"),
            Map.entry("prefix: ci|prefix: \"ci:\"", "6 prefix"),
            Map.entry("    allowed_roles: [deployer]\n|", "2 grants"),
            Map.entry("clock_skew: 10|clock_skew: 301", "9 range"),
            Map.entry("clock_skew: 10|clock_skew: ten", "9 type"),
            Map.entry("clock_skew: 10|kind: kubernets", "9 value"),
            Map.entry("clock_skew: 10|kind: kubernetes", "7 kind"),
            Map.entry("max_depth: 2|max_depth: 6", "10 range"),
            Map.entry("max_life|max_live", "10 unknown-key"),
            Map.entry("[canary-bot]|[operator/anna]", "10 agent-id"));
    mistakes.forEach((change, expected) -> {
      var parts = change.split("\\|", -1);
      assertThat(GOOD).contains(parts[0]);
      assertThat(ProviderSettings.problems(GOOD.replace(parts[0], parts[1])))
          .as(change)
          .contains(expected);
    });
  }

  @Test
  void twoIssuersAreToldApart() {
    var item = GOOD.substring(GOOD.indexOf("  - "), GOOD.indexOf("delegation"));
    assertThat(ProviderSettings.problems("issuers:\n" + item + item))
        .isEqualTo(List.of("10 issuer", "10 prefix"));
  }
}
