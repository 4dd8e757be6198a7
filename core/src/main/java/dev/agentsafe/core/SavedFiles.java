package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.policy.Rulebook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What files of the workspace held, and which rules were in force, as far as the journal says: a
 * fold over it that keeps hashes and places, not texts; thread-safe.
 */
final class SavedFiles {
  static final String FILE = "file";
  static final String BEFORE = "before_sha256";
  static final String AFTER = "after_sha256";
  static final String TEXT = "text";
  static final String TEXT_BEFORE = "text_before";
  static final String NOT_WRITTEN = "not_written";

  /** The disk failed late: it may hold the new text. */
  static final String UNCONFIRMED = "unconfirmed";

  static final String FILES = "files";
  static final String SHA256 = "sha256";
  static final String VERSION = "policy_version";

  private final Map<String, List<Known>> byFile = new HashMap<>();
  private final Set<String> texts = new HashSet<>();
  private Optional<String> rules = Optional.empty();

  /**
   * What a file held once.
   *
   * @param seq the entry that says so
   * @param by who saved it; empty where it was found like that
   * @param member of the entry's context that has the text, where it has it
   */
  record Known(long seq, String at, Optional<String> by, String sha256, String member) {}

  synchronized void accept(AuditEntry entry) {
    var type = entry.chain().type();
    var said = entry.context();
    if (type.equals(EntryType.POLICY_CHANGED)) {
      rules = said.text(VERSION);
      said.objects(FILES).forEach(file -> hold(file.text(TEXT), file.textOrEmpty(SHA256)));
    } else if (type.equals(EntryType.FILE_SAVED)) {
      hold(said.text(TEXT), said.textOrEmpty(AFTER));
      hold(said.text(TEXT_BEFORE), said.textOrEmpty(BEFORE));
      take(entry, byFile.computeIfAbsent(said.textOrEmpty(FILE), f -> new ArrayList<>()));
    }
  }

  /** A text that something was taken out of is not the one that the hash is of. */
  private void hold(Optional<String> text, String sha256) {
    text.filter(t -> Rulebook.sha256(t).equals(sha256)).ifPresent(t -> texts.add(sha256));
  }

  private static void take(AuditEntry entry, List<Known> found) {
    var said = entry.context();
    if (said.get(UNCONFIRMED).isPresent()) {
      return;
    }
    if (said.get(NOT_WRITTEN).isPresent()) {
      if (!found.isEmpty()) {
        found.removeLast();
      }
      return;
    }
    var before = said.textOrEmpty(BEFORE);
    if (found.isEmpty() || !found.getLast().sha256().equals(before)) {
      found.add(known(entry, Optional.empty(), before, TEXT_BEFORE));
    }
    found.add(known(entry, Optional.of(entry.subject().caller()), said.textOrEmpty(AFTER), TEXT));
  }

  private static Known known(AuditEntry entry, Optional<String> by, String sha256, String member) {
    return new Known(entry.seq(), entry.chain().timestamp(), by, sha256, member);
  }

  /** What that file held, the oldest first. */
  synchronized List<Known> of(String file) {
    return List.copyOf(byFile.getOrDefault(file, List.of()));
  }

  /** The hash of what that file held last. */
  synchronized Optional<String> last(String file) {
    var known = byFile.getOrDefault(file, List.of());
    return known.isEmpty() ? Optional.empty() : Optional.of(known.getLast().sha256());
  }

  /** Whether the text of that hash can be had again from the journal. */
  synchronized boolean holds(String sha256) {
    return texts.contains(sha256);
  }

  /** The version of the rules that were in force last; empty where the journal never said. */
  synchronized Optional<String> rules() {
    return rules;
  }
}
