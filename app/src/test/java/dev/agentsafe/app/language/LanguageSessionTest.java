package dev.agentsafe.app.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.Later;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Offer;
import dev.agentsafe.editors.language.FileKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author is told while typing, and what is not told because it is late. */
final class LanguageSessionTest {
  static final Map<String, String> SHOP =
      Map.of(
          "agent-safe.yaml",
          "registry: ./actions/\npolicies: ./policies/\ninventory: ./inventory.yaml\n",
          "actions/restart.yaml",
          """
          name: restart-service
          version: "1.0.0"
          description: Restart a service
          risk_class: low
          target_types: [service]
          """,
          "inventory.yaml",
          """
          targets:
            - id: dev/web
              type: service
              environment: dev
              sensitivity: public
              owner: web
              binding: {kubernetes: {context: demo, namespace: dev, name: web}}
          """,
          "policies/rules.yaml",
          """
          rules:
            # who may restart
            - name: restarts-are-free
              priority: 10
              match: {actions: [restart-service], targets: {environments: [dev]}}
              decision: allow
              reason: Nobody minds
          """,
          "tests/all.yaml",
          """
          tests:
            - name: restarting is free
              action: restart-service
              target: dev/web
              expect: allow
              expect_rule: restarts-are-free
          """,
          "operators.yaml",
          "operators: []\n");

  @TempDir private Path folder = Path.of("");
  private final Later work = new Later();
  private Path rules = Path.of("");
  private LanguageSession session = new LanguageSession(Path.of("nowhere"), work);

  static void write(Path folder, Map<String, String> files) throws Exception {
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  @BeforeEach
  void open() throws Exception {
    write(folder, SHOP);
    rules = folder.resolve("policies/rules.yaml");
    session = new LanguageSession(folder.resolve("agent-safe.yaml"), work);
    session.follow(text -> {});
  }

  private String text() {
    return SHOP.getOrDefault("policies/rules.yaml", "");
  }

  private static List<String> codes(List<Problem> problems) {
    return problems.stream().map(Problem::code).toList();
  }

  @Test
  void filesOfAllKindsAreListedByKind() {
    assertThat(session.findings().get().files())
        .extracting(Listed::kind)
        .containsExactly(
            FileKind.POLICY,
            FileKind.ACTION,
            FileKind.INVENTORY,
            FileKind.TESTS,
            FileKind.OPERATORS,
            FileKind.SETTINGS);
  }

  @Test
  void whatADraftBreaksInAnotherFileIsCountedThere() {
    session.edit(rules, text().replace("name: restarts-are-free", "name: others-are-free"));
    assertThat(codes(session.findings().get().of(folder.resolve("tests/all.yaml"))))
        .containsExactly("unknown-rule");
    assertThat(session.findings().get().files())
        .filteredOn(file -> file.warnings() > 0)
        .extracting(Listed::name)
        .containsExactly("all.yaml");
  }

  @Test
  void whatIsFoundInAnEarlierTextIsNotShownInALaterOne() {
    work.hold();
    session.edit(rules, text().replace("decision:", "decison:"));
    session.edit(rules, text());
    var shown = new ArrayList<List<Problem>>();
    session.findings().subscribe(found -> shown.add(found.of(rules)));
    work.letGoLastFirst();
    assertThat(shown).containsOnly(List.of());
  }

  @Test
  void anAnswerAboutAnEarlierTextIsDropped() {
    var answers = new ArrayList<List<Offer>>();
    session.edit(rules, text());
    work.hold();
    session.completion(text().length(), answers::add);
    session.edit(rules, text() + "# more\n");
    work.letGo();
    assertThat(answers).isEmpty();

    session.completion(text().indexOf("restart-service]"), answers::add);
    assertThat(answers)
        .singleElement()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Offer.class))
        .extracting(Offer::label)
        .contains("restart-service");
  }

  @Test
  void whatOthersWriteOnDiskIsSeenAndOfTheOpenFileTold() throws Exception {
    session.edit(rules, text());
    Files.writeString(folder.resolve("policies/more.yaml"), "rules: [{}]\n");
    Files.writeString(rules, text() + "# theirs\n");
    var told = new ArrayList<String>();
    session.follow(told::add);
    assertThat(told).containsExactly(text() + "# theirs\n");
    assertThat(session.findings().get().of(folder.resolve("policies/more.yaml"))).isNotEmpty();
  }

  @Test
  void thatThereIsNothingAtAllOnDiskIsSaidToo() {
    var settings = folder.resolve("nowhere/agent-safe.yaml");
    session = new LanguageSession(settings, work);
    session.follow(text -> {});
    assertThat(session.findings().get().of(settings)).isNotEmpty();
  }

  @Test
  void leavingADraftGoesBackToTheDisk() {
    session.edit(rules, "rules: nonsense\n");
    assertThat(session.findings().get().of(rules)).isNotEmpty();
    session.edit(folder.resolve("operators.yaml"), "operators: []\n");
    assertThat(session.findings().get().of(rules)).isEmpty();
  }

  @Test
  void namesLeadToWhereTheyAreDeclaredAndUsed() {
    var uses = new ArrayList<Use>();
    session.edit(rules, text());
    session.references(text().indexOf("restarts-are-free") + 2, uses::addAll);
    assertThat(uses)
        .extracting(Use::line)
        .containsExactlyInAnyOrder("- name: restarts-are-free", "expect_rule: restarts-are-free");
    uses.clear();
    session.declarations(text().indexOf("restart-service") + 2, uses::addAll);
    assertThat(uses)
        .singleElement()
        .satisfies(use -> {
          assertThat(use.place().file()).endsWith("restart.yaml");
          assertThat(use.line()).isEqualTo("name: restart-service");
        });
  }

  @Test
  void aNestThatIsTooDeepIsSaidAndTheNextAnswerComes() {
    session.edit(rules, "rules: " + "[".repeat(200_000));
    session.edit(rules, text());
    assertThat(session.findings().get().of(rules)).isEmpty();
  }
}
