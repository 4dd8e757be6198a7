package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Python;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.RandomValues;
import dev.agentsafe.core.canonical.Spelling;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T6: random entries are, byte for byte, what Python's encoder and 0.16's hash make of them. */
final class PythonEncoderTest {
  private static final int ENTRIES = Boolean.getBoolean("deep") ? 100_000 : 10_000;
  private static final int BATCH = 1_000;

  /**
   * Reads entries that are spelled in any way and in any order of members, hashes them as 0.16
   * does, and writes the lines that it would have written.
   */
  private static final String WRITE_LOG =
      """
      import hashlib, json, sys
      prev = '0' * 64
      with open(sys.argv[2], 'w', encoding='ascii', newline='\\n') as log:
          for n, text in enumerate(open(sys.argv[1], encoding='utf-8')):
              e = json.loads(text)
              del e['entry_hash']
              assert e['prev_hash'] == prev, 'entry %d does not follow' % n
              prev = hashlib.sha256(json.dumps(e, sort_keys=True).encode()).hexdigest()
              e['entry_hash'] = prev
              log.write(json.dumps(e, sort_keys=True) + '\\n')
      """;

  @TempDir Path folder;

  @Test
  void entriesHaveTheBytesThatPythonGivesThem() throws Exception {
    var log = folder.resolve("audit.jsonl");
    var spelled = folder.resolve("spelled.jsonl");
    var random = new Random(20_261_125);
    try (var journal = FileJournal.open(log, new FileJournal.Config(Clock.systemUTC()))) {
      for (var i = 0; i < ENTRIES; i += BATCH) {
        journal.appendAll(drafts(random));
      }
      try (var out = Files.newBufferedWriter(spelled)) {
        journal.read(0, entry -> spell(entry, random, out));
      }
    }
    var theirs = folder.resolve("theirs.jsonl");
    Python.run(folder, WRITE_LOG, spelled.toString(), theirs.toString());

    assertThat(Files.mismatch(log, theirs)).as("first byte that differs").isEqualTo(-1);
    assertThat(LogVerifier.verify(theirs).sentence()).isEqualTo("VALID, unsealed " + (ENTRIES + 1));
    System.out.printf("T6: %d entries, %d bytes, 0 differ%n", ENTRIES + 1, Files.size(log));
  }

  private static List<EntryDraft> drafts(Random random) {
    var values = new RandomValues(random);
    var drafts = new ArrayList<EntryDraft>();
    for (var i = 0; i < BATCH; i++) {
      drafts.add(
          new EntryDraft(
              "evt-%012x".formatted(random.nextLong(1L << 48)),
              random.nextBoolean() ? EntryType.DECISION : EntryType.EXECUTION,
              new AuditEntry.Subject(
                  values.text(), values.text(), values.text(), maybe(values, random)),
              new AuditEntry.Ruling(
                  values.text(),
                  values.text(),
                  maybe(values, random),
                  maybe(values, random),
                  maybe(values, random)),
              new EntryDraft.Details(
                  values.fields(3),
                  maybe(values, random),
                  random.nextBoolean() ? Optional.empty() : Optional.of(values.fields(2)))));
    }
    return drafts;
  }

  private static Optional<String> maybe(RandomValues values, Random random) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(values.text());
  }

  private static void spell(AuditEntry entry, Random random, BufferedWriter out) {
    try {
      out.write(Spelling.otherwise(entry.line(), random));
      out.write('\n');
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sort_keys=False",
        "sort_keys=True, ensure_ascii=False",
        "sort_keys=True, separators=(',', ':')",
        "sort_keys=True, separators=(', ', ' : ')"
      })
  void anEntryThatPythonSpelledOtherwiseIsABadLineAlthoughItsHashIsRight(String how)
      throws Exception {
    var log = folder.resolve("audit.jsonl");
    try (var journal = FileJournal.open(log, new FileJournal.Config(Clock.systemUTC()))) {
      journal.append(Entries.decision("caf\u00e9"));
    }
    Python.run(
        folder,
        """
        import json, sys
        lines = open(sys.argv[1], encoding='ascii').read().splitlines()
        first = json.loads(lines[1])
        last = {name: first[name] for name in reversed(first)}
        lines[1] = json.dumps(last, %s)
        open(sys.argv[1], 'w', encoding='utf-8', newline='\\n').write('\\n'.join(lines) + '\\n')
        """
            .formatted(how),
        log.toString());

    assertThat(LogVerifier.verify(log).sentence()).startsWith("FAIL at line 2: it is spelled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": NaN}",
        "{\"x\": Infinity}",
        "{\"x\": -Infinity}",
        "{\"x\": 1e400}",
        "{\"x\": -1e400}",
        "{\"x\": 1, \"x\": 2}",
        "{\"x\": 1, \"\\u0078\": 2}"
      })
  void whatOnlyPythonReadsIsRefusedWhereItComesIn(String text) throws Exception {
    assertThat(
            Python.run(
                folder, "import json, sys; print(type(json.loads(sys.argv[1])).__name__)", text))
        .containsExactly("dict");
    assertThat(Json.read(text)).isInstanceOf(Json.Read.Bad.class);
  }
}
