package dev.agentsafe.core.conformance;

import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;

/** Hash-chained logs: canonical bytes and hashes of every entry, verdicts on changed copies. */
final class AuditSuite implements Suite {
  @Override
  public String name() {
    return "audit";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var event : Cases.of(dir.resolve("events.jsonl"))) {
      tally.check(Cases.text(event, "id"), Cases.flag(event, "optional"), () -> event(dir, event));
    }
    for (var log : Cases.of(dir.resolve("logs.jsonl"))) {
      tally.check(Cases.text(log, "id"), Cases.flag(log, "optional"), () -> log(dir, log));
    }
    return tally;
  }

  private static String event(Path dir, Value.Fields event) throws Exception {
    var lines = Files.readAllBytes(dir.resolve(Cases.text(event, "log")));
    var number = (int) Cases.whole(event, "line");
    var line = new String(lines, StandardCharsets.UTF_8).split("\n", -1)[number - 1];
    var entry = LogReader.entry(number - 1L, line.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    var hashed = new LinkedHashMap<>(entry.line().values());
    hashed.remove("entry_hash");
    var payload = CanonicalJson.bytes(new Value.Fields(hashed));
    var wrong = new ArrayList<String>();
    compare(wrong, "payload", Cases.text(event, "payload_b64"), base64(payload));
    compare(
        wrong,
        "entry_hash",
        Cases.text(event, "entry_hash"),
        CanonicalJson.sha256(new Value.Fields(hashed)));
    compare(wrong, "stored hash", Cases.text(event, "entry_hash"), entry.chain().entryHash());
    compare(wrong, "prev_hash", Cases.text(event, "prev_hash"), entry.chain().prevHash());
    compare(wrong, "event_id", Cases.text(event, "event_id"), entry.chain().eventId());
    compare(wrong, "line", line, CanonicalJson.text(entry.line()));
    return String.join("; ", wrong);
  }

  private static String log(Path dir, Value.Fields log) {
    var file = dir.resolve(Cases.text(log, "log"));
    var expected = Cases.fields(Cases.fields(log, "expected"), "verify");
    var verdict = LogVerifier.verify(file);
    if (expected.get("raises").isPresent()) {
      return verdict.isValid() ? "reported as valid" : "";
    }
    var valid = Cases.flag(expected, "valid");
    return switch (verdict) {
      case Verdict.Valid _ -> valid ? "" : "reported as valid";
      case Verdict.Failed failed ->
          valid ? verdict.sentence() : failed(file, failed, Cases.items(expected, "error_kinds"));
      case Verdict.Unreadable _ ->
          Files.exists(file) || valid ? "unreadable: " + verdict.sentence() : "";
      case Verdict.Truncated _, Verdict.Fork _, Verdict.BadSeal _ -> verdict.sentence();
    };
  }

  /**
   * The first failing line must be the one; of several kinds that apply to it any will do. A blank
   * line is a failure of its own, which 0.16 did not see and so did not count.
   */
  private static String failed(Path file, Verdict.Failed failed, List<Value> kinds) {
    var acceptable = new ArrayList<String>();
    var first = ((Value.Items) kinds.getFirst()).values().getFirst();
    for (var kind : kinds) {
      var pair = ((Value.Items) kind).values();
      if (pair.getFirst().equals(first)) {
        acceptable.add(((Value.Text) pair.getLast()).value());
      }
    }
    var line = ((Value.Int) first).value().longValueExact();
    if (failed.line() < line && namesUnendedLine(file, line, acceptable)) {
      acceptable.clear();
      acceptable.add(Verdict.Kind.NOT_CANONICAL.label());
    } else if (failed.line() != line) {
      return "line %d instead of %d: %s".formatted(failed.line(), line, failed.sentence());
    }
    if (isBlank(file, failed.line())) {
      acceptable.add(Verdict.Kind.NOT_CANONICAL.label());
    }
    return acceptable.contains(failed.kind().label())
        ? ""
        : failed.kind().label() + " instead of " + acceptable;
  }

  /**
   * Where the last line is not ended, the cases name that one and not what may be spelled otherwise
   * before it; the first such line is the one to name.
   */
  private static boolean namesUnendedLine(Path file, long line, List<String> kinds) {
    var lines = lines(file);
    return kinds.equals(List.of(Verdict.Kind.NOT_CANONICAL.label()))
        && line == lines.length
        && !lines[lines.length - 1].isEmpty();
  }

  private static boolean isBlank(Path file, long line) {
    return lines(file)[(int) line - 1].isBlank();
  }

  private static String[] lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\n", -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(List<String> wrong, String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      wrong.add(what + ": " + actual + " instead of " + expected);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
