package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of operators is read strictly. */
final class OperatorsLoaderTest {
  private static final String KEY =
      OperatorSigner.generate(OperatorKey.Kind.ED25519).publicKey().text();

  private static final String GOOD =
      """
      operators:
        - id: anna
          name: Anna
          roles: [sre]
          groups: [payments]
          keys:
            - {public: "KEY", retired: "2026-01-31T09:00:00Z"}
        - id: ben@example.org
      """
          .replace("KEY", KEY);

  @Test
  void whoIsListedIsRead() {
    var all = ((Loaded.Good<Operators>) load(GOOD)).value();
    assertThat(all.members()).hasSize(2);
    var anna = all.find(new OperatorId("anna")).orElseThrow();
    assertThat(anna.operator().roles()).containsExactly("sre");
    assertThat(anna.keys())
        .singleElement()
        .satisfies(k -> assertThat(k.isGoodAt(Instant.parse("2026-01-31T08:59:59Z"))).isTrue())
        .satisfies(k -> assertThat(k.isGoodAt(Instant.parse("2026-01-31T09:00:00Z"))).isFalse());
    assertThat(all.find(new OperatorId("ben@example.org")).orElseThrow().operator().name())
        .isEqualTo("ben@example.org");
  }

  @Test
  void everythingElseIsAProblemWithItsPlace() {
    refused("", "1:1", "the file is empty");
    refused("people: []\n", "1:1", "has no key `people`");
    refused(GOOD.replace("roles", "role"), "4:5", "did you mean `roles`");
    refused(GOOD.replace("id: anna", "id: anna/bot"), "2:9", "no operator id");
    refused(GOOD.replace("ben@example.org", "ANNA"), "8:5", "are one name");
    refused(GOOD.replace(KEY, "ed25519:AAAA"), "7:18", "is no public key");
    refused(GOOD.replace("2026-01-31T09:00:00Z", "yesterday"), ":", "is no time");
    refused(GOOD + "    keys: [{public: \"" + KEY + "\"}]\n", "9:12", "has this key already");
    refused("operators: anna\n", "1:12", "list");
  }

  private static void refused(String text, String place, String words) {
    var loaded = load(text);
    assertThat(loaded).as(text).isInstanceOf(Loaded.Bad.class);
    assertThat(((Loaded.Bad<Operators>) loaded).problems())
        .extracting(Problem::toString)
        .anySatisfy(p -> assertThat(p).contains("operators.yaml:").contains(place).contains(words));
  }

  private static Loaded<Operators> load(String text) {
    return OperatorsLoader.load(new Source("operators.yaml", text));
  }

  @Test
  void twoSpellingsOfOneNameAreOne() {
    assertThat(List.of("Anna", " anna", "ＡＮＮＡ", "ﬀ"))
        .extracting(Operators::folded)
        .containsExactly("anna", "anna", "anna", "ff");
  }
}
