package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Python;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.RandomValues;
import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There and back between the journal and logs of 0.16. */
final class OlderFormatTest {
  /** Verifies as 0.16 does: blank lines skipped, chain, hash of the object without its hash. */
  private static final String VERIFY_LOG =
      """
      import hashlib, json, sys
      prev, n = '0' * 64, 0
      for line in open(sys.argv[1], encoding='utf-8'):
          if not line.strip():
              continue
          n += 1
          e = json.loads(line)
          stored = e.pop('entry_hash')
          assert e['prev_hash'] == prev, 'line %d: chain broken' % n
          text = json.dumps(e, sort_keys=True)
          assert stored == hashlib.sha256(text.encode()).hexdigest(), 'line %d: hash' % n
          prev = stored
      print('valid', n)
      """;

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("audit.jsonl");
  }

  private FileJournal open() {
    return FileJournal.open(log(), new FileJournal.Config(Clock.systemUTC()));
  }

  @Test
  void whatIsWrittenHerePassesTheOlderVerifier() throws Exception {
    var values = new RandomValues(new Random(3));
    var drafts = new ArrayList<EntryDraft>();
    for (var i = 0; i < 500; i++) {
      drafts.add(Entries.decision("entry \u00e9 " + i, values.fields(3)));
    }
    try (var journal = open()) {
      for (var i = 0; i < drafts.size(); i += 50) {
        journal.appendAll(drafts.subList(i, i + 50));
      }
    }
    assertThat(LogVerifier.verify(log()).sentence()).isEqualTo("VALID, unsealed 501");
    assertThat(Python.run(folder, VERIFY_LOG, log().toString())).containsExactly("valid 501");
  }

  @Test
  void aLogOfTheOlderFormatIsGoneOnWithByteForByte() throws Exception {
    var older = olderLog(20);
    Files.writeString(log(), older);
    try (var journal = open()) {
      journal.append(Entries.decision("ours"));
      var entries = new ArrayList<AuditEntry>();
      journal.read(0, entries::add);
      assertThat(entries).hasSize(22);
      var opened = entries.get(20);
      assertThat(opened.chain().type().value()).isEqualTo("journal_opened");
      assertThat(opened.context().get("found_entries")).contains(Value.of(20));
      assertThat(opened.context().text("found_hash")).contains(entries.get(19).chain().entryHash());
      assertThat(opened.line().get("seq")).contains(new Value.Int(BigInteger.valueOf(20)));
    }
    assertThat(Files.readString(log())).startsWith(older);
    try (var journal = open()) {
      assertThat(journal.size()).isEqualTo(22);
    }
    assertThat(LogVerifier.verify(log()).sentence()).isEqualTo("VALID, unsealed 22");
  }

  private static String olderLog(int count) {
    var text = new StringBuilder();
    var prev = "0".repeat(64);
    for (var i = 0; i < count; i++) {
      var fields = new LinkedHashMap<String, Value>();
      for (var name : List.of("action", "caller", "decision", "event_id", "reason", "target")) {
        fields.put(name, Value.of(name + " " + i));
      }
      fields.put("event_type", Value.of("decision"));
      fields.put("context", Value.NULL);
      fields.put("params", Value.EMPTY);
      fields.put("prev_hash", Value.of(prev));
      prev = CanonicalJson.sha256(new Value.Fields(fields));
      fields.put("entry_hash", Value.of(prev));
      text.append(CanonicalJson.text(new Value.Fields(fields))).append('\n');
    }
    return text.toString();
  }
}
