package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfill and status on the command line. */
final class ShipCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path workspace = Path.of("");

  @BeforeEach
  void init() {
    workspace = folder.resolve("ws");
    assertThat(CliTest.run("init", workspace.toString()).exit()).isZero();
  }

  private CliTest.Ran ship(String... more) {
    var all = new java.util.ArrayList<>(java.util.List.of("audit", "ship"));
    all.addAll(java.util.List.of(more));
    all.addAll(java.util.List.of("--config", workspace.toString()));
    return CliTest.run(all.toArray(String[]::new));
  }

  private void decide() {
    CliTest.run("check", "scale-deployment", "--config", workspace.toString());
  }

  private void shipTo(String shippers) throws IOException {
    Files.writeString(
        workspace.resolve("agent-safe.yaml"),
        "\nshippers:\n" + shippers,
        StandardOpenOption.APPEND);
  }

  @Test
  void aWorkspaceThatShipsNowhereSaysHow() {
    var ran = ship();
    assertThat(ran.exit()).isEqualTo(Exit.OK);
    assertThat(ran.out()).contains("`shippers:`");
  }

  @Test
  void whatIsMissingIsDeliveredAndTheLagShows() throws IOException {
    shipTo("  - {name: copy, type: filesystem, path: copy.jsonl}\n");
    decide();

    var before = ship("--status", "--json-output");
    assertThat(before.exit()).isEqualTo(Exit.NO);
    var status = first(before);
    assertThat(status.text("name")).hasValue("copy");
    assertThat(status.get("shipped")).hasValue(Value.of(0));
    assertThat(status.get("lag")).hasValueSatisfying(l -> assertThat(l).isNotEqualTo(Value.of(0)));

    assertThat(ship().exit()).isEqualTo(Exit.OK);
    assertThat(workspace.resolve("copy.jsonl"))
        .hasSameBinaryContentAs(workspace.resolve("audit.jsonl"));
    assertThat(first(ship("--status", "--json-output")).get("lag")).hasValue(Value.of(0));

    decide();
    assertThat(ship("copy", "--from", "1").exit()).isEqualTo(Exit.OK);
    assertThat(workspace.resolve("copy.jsonl"))
        .hasSameBinaryContentAs(workspace.resolve("audit.jsonl"));
  }

  @Test
  void whatDoesNotArriveIsSaidWithItsLine() throws IOException {
    Files.createDirectories(workspace.resolve("in-the-way"));
    shipTo("  - {name: copy, type: filesystem, path: in-the-way}\n");
    decide();

    var ran = ship();
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err()).contains("`copy` stopped at line 1:", "in-the-way");
    assertThat(ship("--status").out()).contains("0 shipped", "in-the-way");
  }

  @Test
  void aNameThatIsNoneIsSaid() throws IOException {
    shipTo("  - {name: copy, type: filesystem, path: copy.jsonl}\n");
    var ran = ship("copie");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("no shipper `copie`", "`copy`");
    assertThat(ship("--from", "0").exit()).isEqualTo(Exit.USAGE);
  }

  private static Value.Fields first(CliTest.Ran ran) {
    return Json.read(ran.out()) instanceof Json.Read.Good(Value.Items items)
            && items.values().getFirst() instanceof Value.Fields fields
        ? fields
        : Value.EMPTY;
  }
}
