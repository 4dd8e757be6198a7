package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.identity.IdentityTokens.Delegated;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DelegationTest {
  @TempDir private Path folder;
  private Forge forge;

  @BeforeEach
  void setUp() {
    forge = new Forge(folder, Optional.empty());
  }

  @Test
  void aChildHoldsPartOfItsParentsAuthorityForPartOfItsLife() {
    var issued =
        (Delegated.Issued) hand(forge.identity(), "deploy-bot/canary", List.of("deployer"), 60);
    var known = (IdentityTokens.Verified.Known) forge.identities.verify(issued.token(), Forge.NOW);
    assertThat(known.caller()).isEqualTo(issued.child());
    assertThat(known.caller().delegation().depth()).isEqualTo(1);
    assertThat(known.caller().delegation().links().getFirst().id().value()).isEqualTo("deploy-bot");
    assertThat(issued.expiresAt()).isEqualTo(Forge.NOW.plusSeconds(60));
  }

  @Test
  void aChildNeverOutlivesItsParent() {
    var issued = (Delegated.Issued) hand(forge.identity(), "deploy-bot/a", List.of(), 1_000_000);
    assertThat(issued.expiresAt()).isEqualTo(Forge.NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void aChildTakesNobodyElsesName() {
    for (var name :
        List.of(
            "admin",
            "",
            "deploy-bot",
            "deploy-bot/",
            "deploy-bot/../admin",
            "deploy-bot/a/b",
            "deploy-bot2/a",
            "deploy-bot/ a",
            "deploy-bot/a\n")) {
      assertThat(hand(forge.identity(), name, List.of(), 60))
          .as("child `%s`", name)
          .isInstanceOf(Delegated.Refused.class);
    }
  }

  @Test
  void aChildHoldsNothingThatItsParentDoesNot() {
    var refused =
        (Delegated.Refused)
            hand(forge.identity(), "deploy-bot/a", List.of("deployer", "admin"), 60);
    assertThat(refused.reason()).contains("role `admin`").doesNotContain("`deployer`");
  }

  @Test
  void authorityIsHandedOnFiveTimesAtMost() {
    var token = forge.identity();
    var name = "deploy-bot";
    for (var depth = 1; depth <= IdentityTokens.DEEPEST; depth++) {
      name += "/" + depth;
      token = ((Delegated.Issued) hand(token, name, List.of(), 60)).token();
    }
    assertThat(hand(token, name + "/x", List.of(), 60)).isInstanceOf(Delegated.Refused.class);
  }

  private Delegated hand(String parent, String child, List<String> roles, long seconds) {
    var handover =
        new Handover(
            new AgentId(child),
            "",
            new Caller.Grants(roles, List.of()),
            Optional.of(Duration.ofSeconds(seconds)));
    return forge.identities.delegate(parent, handover, Forge.NOW);
  }
}
