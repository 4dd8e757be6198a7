package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.cli.CliTest.Ran;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.OpenTiles;
import dev.agentsafe.core.tlog.SignatureType;
import dev.agentsafe.core.tlog.Tile;
import dev.agentsafe.core.tlog.TreeHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor does with a sealed log, without a workspace. */
final class AuditCliTest {
  private final String origin = "example.com/" + UUID.randomUUID();
  private final NoteKey key = NoteKey.generate(origin, SignatureType.ED25519);
  private final String vkey = key.verifier().vkey();
  @TempDir private Path folder = Path.of("");
  private Path log = Path.of("");
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void seal() throws IOException {
    log = folder.resolve("audit.jsonl");
    for (var i = 0; i < 600; i++) {
      var capture = i % 3 == 1;
      append(
          Value.EMPTY
              .with("action", Value.of("scale-deployment"))
              .with("caller", Value.of("bot"))
              .with(
                  "context",
                  capture
                      ? Value.EMPTY
                          .with("after_state", Value.EMPTY.with("replicas", Value.of(i)))
                          .with("before_state", Value.EMPTY.with("replicas", Value.of(1)))
                          .with("original_audit_id", Value.of("evt-" + (i - 1)))
                      : Value.NULL)
              .with("event_id", Value.of("evt-" + i))
              .with("event_type", Value.of(capture ? "state_capture" : "decision"))
              .with("seq", Value.of(i))
              .with("target", Value.of("dev/web")));
    }
    write();
    seal(300);
    seal(590);
  }

  private void write() throws IOException {
    Files.writeString(log, String.join("\n", lines) + "\n", StandardCharsets.US_ASCII);
  }

  private void append(Value.Fields fields) {
    var prev = lines.isEmpty() ? "0".repeat(64) : hashOf(lines.getLast());
    var chained = fields.with("prev_hash", Value.of(prev));
    lines.add(
        CanonicalJson.text(chained.with("entry_hash", Value.of(CanonicalJson.sha256(chained)))));
  }

  private static String hashOf(String line) {
    var at = line.indexOf("\"entry_hash\": \"") + 15;
    return line.substring(at, at + 64);
  }

  private void seal(int size) throws IOException {
    var seals = SealFolder.of(log);
    var tiles = new OpenTiles(tile -> write(seals, tile));
    lines.subList(0, size).stream()
        .map(line -> TreeHash.ofLeaf(line.getBytes(StandardCharsets.US_ASCII)))
        .forEach(tiles::append);
    tiles.partial().forEach(tile -> write(seals, tile));
    var note = new Checkpoint(origin, size, tiles.root()).sign(List.of(key), Instant.EPOCH).bytes();
    Files.createDirectories(seals.checkpoints());
    Files.write(seals.checkpoint(size), note);
    Files.write(seals.checkpoint(), note);
    Files.writeString(seals.keys(), vkey + "\n");
  }

  private static void write(SealFolder seals, Tile tile) {
    try {
      var file = seals.tile(tile.path());
      Files.createDirectories(file.getParent());
      Files.write(file, tile.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ran audit(String... words) {
    var all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(words));
    return CliTest.run(all.toArray(String[]::new));
  }

  @Test
  void theVerdictSaysWhetherTheKeyWasPinned() {
    assertThat(audit("verify", log.toString(), "--key", vkey).out())
        .isEqualTo("VALID, sealed 590, unsealed 10\n");
    assertThat(audit("verify", "--key", vkey, folder.toString()).out())
        .isEqualTo("VALID, sealed 590, unsealed 10\n");
    var beside = audit("verify", log.toString());
    assertThat(beside.out()).contains("by the key that this machine has seen before");
    var other = NoteKey.generate(origin, SignatureType.ED25519).verifier().vkey();
    var forged = audit("verify", log.toString(), "--key", other);
    assertThat(forged.exit()).isEqualTo(Exit.NO);
    assertThat(forged.out()).startsWith("FAIL at the seal: ");
    assertThat(audit("verify", log.toString(), "--key", "nonsense").exit()).isEqualTo(Exit.USAGE);
    assertThat(
            audit("verify", log.toString(), "--key", vkey, "--json-output").json().text("key_is"))
        .contains("pinned");
  }

  @Test
  void anEarlierCheckpointHoldsTheLogToItsPast() throws IOException {
    var earlier = SealFolder.of(log).checkpoint(300).toString();
    assertThat(audit("verify", log.toString(), "--key", vkey, "--since", earlier).out())
        .startsWith("VALID, sealed 590");
    var kept = Files.copy(Path.of(earlier), folder.resolve("kept"));
    var lost = new ArrayList<>(lines.subList(0, 290));
    Files.writeString(log, String.join("\n", lost) + "\n");
    assertThat(audit("verify", log.toString(), "--since", kept.toString()).out())
        .startsWith("TRUNCATED: 590 signed, 290 present");
  }

  @Test
  void anEntryIsProvenToSomebodyWhoHasTheKeyAlone() throws IOException {
    var proof = folder.resolve("entry.tlog-proof");
    for (var seq : List.of(0, 255, 256, 589)) {
      assertThat(
              audit("prove", "" + seq, "--log", log.toString(), "--out", proof.toString()).exit())
          .isZero();
      assertThat(audit("prove", "" + seq, "--log", log.toString()).out())
          .isEqualTo(Files.readString(proof));
      var checked = audit("check-proof", proof.toString(), "--key", vkey);
      assertThat(checked.exit()).isZero();
      assertThat(checked.out())
          .startsWith("PROVEN, entry " + seq + " of 590")
          .contains("evt-" + seq);
    }
    var line = Files.writeString(folder.resolve("line"), lines.get(588) + "\n");
    var other = audit("check-proof", proof.toString(), "--key", vkey, "--entry", line.toString());
    assertThat(other.exit()).isEqualTo(Exit.NO);
    assertThat(other.out()).startsWith("FAIL: the entry is not in the log");
    var text = Files.readString(proof);
    Files.writeString(proof, text.replace("index 589", "index 588"));
    assertThat(audit("check-proof", proof.toString(), "--key", vkey).exit()).isEqualTo(Exit.NO);
    assertThat(audit("prove", "590", "--log", log.toString()).err()).contains("is not sealed");
  }

  @Test
  void growthIsProvenWithoutTheLines() throws IOException {
    var earlier = SealFolder.of(log).checkpoint(300).toString();
    var proof = folder.resolve("growth").toString();
    var made =
        audit("consistency", earlier, "--log", log.toString(), "--key", vkey, "--out", proof);
    assertThat(made.out())
        .startsWith("CONSISTENT, the 590 lines sealed in `" + origin)
        .contains("the 300 sealed before");
    assertThat(audit("consistency", earlier, "--proof", proof, "--key", vkey)).isEqualTo(made);
    var later = SealFolder.of(log).checkpoint(590).toString();
    assertThat(audit("consistency", later, "--proof", proof, "--key", vkey).exit())
        .isEqualTo(Exit.NO);
    Files.writeString(Path.of(proof), Files.readString(Path.of(proof)).replace("first 300", "x"));
    assertThat(audit("consistency", earlier, "--proof", proof, "--key", vkey).exit())
        .isEqualTo(Exit.NO);
  }

  @Test
  void aBundleVerifiesOnItsOwn() throws IOException {
    var bundle = folder.resolve("bundle");
    assertThat(
            audit(
                    "export",
                    "--from",
                    "250",
                    "--to",
                    "260",
                    "--log",
                    log.toString(),
                    "--out",
                    bundle.toString())
                .out())
        .startsWith("11 entries in ");
    assertThat(audit("verify", bundle.toString(), "--key", vkey).out())
        .isEqualTo("VALID, lines 251 to 261 of 590 sealed in `" + origin + "`\n");
    assertThat(audit("verify", bundle.toString()).out()).contains("was not pinned");
    var part = bundle.resolve("audit.jsonl");
    var good = Files.readString(part);
    for (var bad :
        List.of(
            good.replace("dev/web", "dev/wEb"),
            good.substring(good.indexOf('\n') + 1),
            good.substring(0, good.length() - 1),
            good + lines.get(261) + "\n",
            "")) {
      Files.writeString(part, bad);
      var failed = audit("verify", bundle.toString(), "--key", vkey);
      assertThat(failed.exit()).isEqualTo(Exit.NO);
      assertThat(failed.out()).startsWith("FAIL: ");
    }
    assertThat(
            audit(
                    "export",
                    "--from",
                    "580",
                    "--to",
                    "595",
                    "--log",
                    log.toString(),
                    "--out",
                    folder.resolve("more").toString())
                .err())
        .contains("covers entries 0 to 589");
  }

  @Test
  void theCheckpointIsPrintedAsItIsSigned() throws IOException {
    assertThat(audit("checkpoint", log.toString()).out())
        .isEqualTo(Files.readString(SealFolder.of(log).checkpoint()));
    assertThat(audit("checkpoint", log.toString(), "--json-output").json().text("origin"))
        .contains(origin);
    assertThat(audit("checkpoint", folder.resolve("none.jsonl").toString()).exit())
        .isEqualTo(Exit.NO);
  }

  @Test
  void statesAreShownAsUsersOfTheOlderProgramKnowThem() {
    var state = audit("show-state", "evt-3", "--log-file", log.toString(), "--json-output").json();
    assertThat(state.values().keySet())
        .containsExactly(
            "audit_id",
            "action",
            "target",
            "caller",
            "before_state",
            "after_state",
            "diff",
            "capture_duration_ms",
            "state_fields_declared",
            "state_fields_captured",
            "timestamp");
    assertThat(audit("show-state", "evt-3", "--log-file", log.toString()).out())
        .contains("scale-deployment", "\"replicas\": 4");
    assertThat(audit("show-state", "evt-4", "--log-file", log.toString()).exit())
        .isEqualTo(Exit.NO);
    assertThat(audit("state-coverage", log.toString()).out())
        .isEqualTo("State captured for 200 of 400 decisions (50.0 %)\n");
    assertThat(audit("state-coverage", log.toString(), "--json-output").json().values().keySet())
        .containsExactly(
            "total_decisions", "with_state_capture", "without_state_capture", "coverage_percent");
  }

  @Test
  void theWholeObjectIsShownWhereItIsKeptAndIsWhatItWas() throws IOException {
    var object = Value.EMPTY.with("kind", Value.of("Deployment")).with("seen", Value.of("whole"));
    var reference =
        new BlobReference(CanonicalJson.sha256(object), CanonicalJson.bytes(object).length);
    var blob = BlobReference.folder(log).resolve(reference.hex());
    Files.createDirectories(blob.getParent());
    Files.write(blob, CanonicalJson.bytes(object));
    append(
        Value.EMPTY
            .with("action", Value.of("scale-deployment"))
            .with("caller", Value.of("bot"))
            .with(
                "context",
                Value.EMPTY
                    .with("objects", Value.EMPTY.with("before", reference.value()))
                    .with("original_audit_id", Value.of("evt-whole")))
            .with("event_id", Value.of("evt-600"))
            .with("event_type", Value.of("state_capture"))
            .with("seq", Value.of(600))
            .with("target", Value.of("dev/web")));
    write();
    var words = new String[] {"show-state", "evt-whole", "--log-file", log.toString()};
    var whole = new String[] {"show-state", "evt-whole", "--objects", "--log-file", log.toString()};

    assertThat(audit(words).out())
        .contains("The whole object before is kept; `--objects` shows it.")
        .doesNotContain("\"whole\"");
    assertThat(audit(whole).out()).contains("whole object before:", "\"seen\": \"whole\"");

    Files.writeString(blob, Files.readString(blob).replace("whole", "other"));
    assertThat(audit(whole).out())
        .contains("is not there any more, or is not what it was")
        .doesNotContain("other");
    assertThat(audit("verify", log.toString(), "--key", vkey).out()).contains(reference.hex());
  }

  private static NoteKey witness(String name) {
    return NoteKey.generate(name, SignatureType.ED25519_COSIGNATURE);
  }

  /** As a witness would, and beside the log as the console keeps it. */
  private Path cosigned(int size, String anchor, NoteKey witness, Instant at) throws IOException {
    var seals = SealFolder.of(log);
    Files.createDirectories(seals.anchors());
    var file = seals.anchors().resolve(size + "." + anchor + ".note");
    var note = Files.readString(seals.checkpoint(size));
    var text = note.substring(0, note.indexOf("\n\n") + 1);
    Files.writeString(file, note + witness.sign(text, at).line() + "\n");
    Files.writeString(
        seals.anchors().resolve("witnesses.vkey"),
        witness.verifier().vkey() + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    return file;
  }

  @Test
  void receiptsAreShownWithTheirAgeAndWhoIsBelieved() throws IOException {
    var first = witness("witness.example/w1");
    cosigned(300, "first", first, Instant.now().minusSeconds(3 * 3_600));

    var beside = audit("verify", log.toString(), "--key", vkey);
    assertThat(beside.exit()).isZero();
    assertThat(beside.out())
        .startsWith(
            "VALID, sealed 590, unsealed 10\n"
                + "anchored 300 by `first`, witness of witness.example/w1, at ")
        .endsWith(
            ", 3 hours ago; its key stands beside the log and was not pinned: `--witness` pins"
                + " it\n");
    var pinned =
        audit(
            "verify",
            log.toString(),
            "--key",
            vkey,
            "--witness",
            first.verifier().vkey(),
            "--quorum",
            "1");
    assertThat(pinned.exit()).isZero();
    assertThat(pinned.out())
        .doesNotContain("not pinned")
        .endsWith("witnessed 300 lines, by 1 witnesses at least\n");
    var json = audit("verify", log.toString(), "--json-output").json();
    assertThat(CanonicalJson.text(json.get("anchors").orElseThrow()))
        .contains("\"anchor\": \"first\"", "\"size\": 300", "\"standing\": \"holds\"");
    assertThat(json.get("valid")).hasValue(Value.of(true));
    var checkpoint = audit("checkpoint", log.toString());
    assertThat(checkpoint.out()).isEqualTo(Files.readString(SealFolder.of(log).checkpoint()));
    assertThat(checkpoint.err()).contains("anchored 300 by `first`");
  }

  @Test
  void aReceiptThatDoesNotHoldIsAFindingAlsoWhereTheLogIsValid() throws IOException {
    var first = witness("witness.example/w1");
    var file = cosigned(300, "first", first, Instant.now());
    Files.move(file, file.resolveSibling("590.first.note"));

    var found = audit("verify", log.toString(), "--key", vkey);

    assertThat(found.exit()).isEqualTo(Exit.NO);
    assertThat(found.out())
        .startsWith("VALID, sealed 590")
        .contains("FAIL at the receipt `590.first.note`: it is signed over another checkpoint");
    var json = audit("verify", log.toString(), "--json-output").json();
    assertThat(json.get("valid")).hasValue(Value.of(false));
    assertThat(CanonicalJson.text(json.get("anchors").orElseThrow()))
        .contains("\"standing\": \"broken\"", "signed over another checkpoint");
    assertThat(audit("checkpoint", log.toString()).err()).contains("FAIL at the receipt");
  }

  @Test
  void fewerWitnessesThanWantedAreAFinding() throws IOException {
    var first = witness("witness.example/w1");
    cosigned(300, "first", first, Instant.now());

    var found = audit("verify", log.toString(), "--quorum", "2");
    assertThat(found.exit()).isEqualTo(Exit.NO);
    assertThat(found.out()).contains("FAIL at the witnesses: fewer than 2 cosigned");

    cosigned(590, "second", witness("witness.example/w2"), Instant.now());
    assertThat(audit("verify", log.toString(), "--quorum", "2").exit()).isZero();
    assertThat(audit("verify", log.toString(), "--quorum", "0").exit()).isEqualTo(Exit.USAGE);
    assertThat(audit("verify", log.toString(), "--witness", vkey).exit()).isEqualTo(Exit.USAGE);
  }
}
