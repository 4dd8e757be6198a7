package dev.agentsafe.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is less than what was asked, type by type. */
final class NarrowingTest {
  private static final String ACTION =
      """
      name: tune
      version: "1.0.0"
      description: Everything that can be asked for
      risk_class: low
      target_types: [k8s-deployment]
      parameters:
        - {name: count, type: integer, required: false, description: shown}
        - {name: floor, type: integer, required: false, description: limited, constraints: {min_value: 2}}
        - {name: ratio, type: number, required: false, description: free}
        - {name: flag, type: boolean, required: false, description: flag}
        - {name: text, type: string, required: false, description: text}
        - {name: list, type: array, required: false, description: list}
        - {name: key, type: integer, required: false, description: secret, secret: true}
      reversible: false
      """;

  @TempDir Path folder;
  private RequestParser parser;

  @BeforeEach
  void load() throws Exception {
    Files.writeString(folder.resolve("tune.yaml"), ACTION);
    var inventory = folder.resolve("targets.txt");
    Files.writeString(
        inventory,
        """
        targets:
          - {id: web, type: k8s-deployment, environment: dev, sensitivity: public, owner: me}
        """);
    parser =
        new RequestParser(
            ((Loaded.Good<Catalog>) CatalogLoader.load(folder)).value(),
            ((Loaded.Good<Inventory>) InventoryLoader.load(inventory)).value());
  }

  @Test
  void numbersLieBetweenTheirStartAndWhatWasAsked() {
    less("count", "10", "4", "7", "9");
    other("count", "10", "3", "10", "11", "-1", "\"7\"", "null");
    less("count", "1", "2", "4");
    other("count", "1", "0", "1", "5");
    less("floor", "6", "2", "5");
    other("floor", "6", "1", "6", "7");
    less("ratio", "0.5", "0.25", "0", "0.4999");
    other("ratio", "0.5", "0.5", "0.51", "-0.1");
    less("ratio", "-3", "-1", "0");
    other("ratio", "-3", "-4", "1");
  }

  @Test
  void listsLoseItems() {
    less("list", "[1, 2, 2, 3]", "[1, 2]", "[]", "[2, 3]", "[2, 2]");
    other("list", "[1, 2, 2, 3]", "[1, 2, 2, 3]", "[3, 1]", "[1, 1]", "[4]", "1");
  }

  @Test
  void textsFlagsSecretsAndWhatWasNotAskedForStay() {
    other("text", "\"prod-*\"", "\"prod\"", "\"\"");
    other("flag", "true", "false");
    other("key", "7", "6");
    assertThat(fault("count", "7", new Changes(parse("{\"floor\": 2}"), Optional.empty())))
        .isPresent();
    assertThat(fault("count", "7", new Changes(parse("{\"unknown\": 2}"), Optional.empty())))
        .isPresent();
  }

  @Test
  void aLifeIsAtMostTheUsualOne() {
    for (var life : List.of(1L, 299L, 300L)) {
      assertThat(fault("count", "7", new Changes(Value.EMPTY, Optional.of(life)))).isEmpty();
    }
    for (var life : List.of(0L, -1L, 301L)) {
      assertThat(fault("count", "7", new Changes(Value.EMPTY, Optional.of(life)))).isPresent();
    }
  }

  @Test
  void roomIsWhatCanBeMadeSmallerAndHowFar() {
    assertThat(rooms("count", "10")).containsExactly("count 4..10");
    assertThat(rooms("count", "1")).containsExactly("count 1..4");
    assertThat(rooms("floor", "6")).containsExactly("floor 2..6");
    assertThat(rooms("list", "[1, 2]")).containsExactly("list part");
    assertThat(rooms("count", "4")).isEmpty();
    assertThat(rooms("list", "[]")).isEmpty();
    assertThat(rooms("key", "7")).isEmpty();
    assertThat(rooms("text", "\"prod\"")).isEmpty();
    assertThat(rooms("flag", "true")).isEmpty();
  }

  private List<String> rooms(String name, String asked) {
    return Narrowing.rooms(question(name, asked)).stream()
        .map(r ->
            r.parameter().name()
                + r.range().map(x -> " " + x.least() + ".." + x.most()).orElse(" part"))
        .toList();
  }

  private void less(String name, String asked, String... given) {
    for (var value : given) {
      assertThat(fault(name, asked, change(name, value)))
          .as("%s %s for %s", name, value, asked)
          .isEmpty();
    }
  }

  private void other(String name, String asked, String... given) {
    for (var value : given) {
      assertThat(fault(name, asked, change(name, value)))
          .as("%s %s for %s", name, value, asked)
          .isPresent();
    }
  }

  private static Changes change(String name, String value) {
    return new Changes(parse("{\"" + name + "\": " + value + "}"), Optional.empty());
  }

  private Optional<String> fault(String name, String asked, Changes changes) {
    return Narrowing.fault(question(name, asked), changes, 300);
  }

  private ApprovalRequest question(String name, String asked) {
    var submission =
        new Submission(
            new ActionName("tune"),
            Optional.of(new TargetId("web")),
            Optional.empty(),
            parse("{\"" + name + "\": " + asked + "}"),
            Optional.empty());
    var request = ((Parsed.Fits) parser.parse(submission)).request();
    return new ApprovalRequest(
        new ApprovalId("apr-1"),
        new ApprovalRequest.Binding(request, "evt-1", Value.EMPTY, ""),
        new ApprovalRequest.Asked(
            Optional.empty(),
            "",
            RiskClass.LOW,
            Optional.empty(),
            new Rehearsal.Outcome.Done(
                new Rehearsal(
                    parse("{\"count\": 4}"), Value.EMPTY, List.of(), List.of(), List.of()))),
        new ApprovalRequest.Span(Instant.EPOCH, Instant.EPOCH, Duration.ZERO),
        List.of());
  }

  private static Value.Fields parse(String json) {
    return (Value.Fields) ((Json.Read.Good) Json.read(json)).value();
  }
}
