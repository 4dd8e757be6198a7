package dev.agentsafe.core;

import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Rulebook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Words entries that say which rules decide from there on. */
record PolicyEntries(Parts parts) {
  /** So many bytes of texts fit into one entry. */
  private static final long MOST_TEXT = BlobReference.LARGEST / 4L * 3;

  /** Why they do. */
  enum Cause {
    SAVED("saved", "A policy was saved"),
    RELOADED("reloaded", "Policies that changed on disk were put into force"),
    FOUND("found", "These policies are in force since the start");

    private final String label;
    private final String words;

    Cause(String label, String words) {
      this.label = label;
      this.words = words;
    }
  }

  /** Where nothing comes of it for questions. */
  EntryDraft of(Rulebook rules, String by, Cause cause) {
    return of(rules, by, cause, List.of());
  }

  EntryDraft of(Rulebook rules, String by, Cause cause, List<Reasking.Fate> fates) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("cause", Value.of(cause.label));
    fields.put("policy_version_before", Value.ofOptional(parts.files().rules()));
    fields.put(SavedFiles.VERSION, Value.of(rules.version()));
    fields.put(SavedFiles.FILES, new Value.Items(listed(rules)));
    if (!fates.isEmpty()) {
      fields.put("asked_again", Value.texts(ids(fates, true)));
      fields.put("denied", Value.texts(ids(fates, false)));
    }
    return parts
        .drafts()
        .aside(EntryType.POLICY_CHANGED, by, new Drafts.Words("", cause.words), fields);
  }

  /** A text that the journal has already, or has no room for, is named by its hash alone. */
  private List<Value> listed(Rulebook rules) {
    var files = new ArrayList<Value>();
    long room = MOST_TEXT;
    for (var part : rules.parts()) {
      var file =
          Value.EMPTY
              .with(SavedFiles.FILE, Value.of(part.file()))
              .with(SavedFiles.SHA256, Value.of(part.sha256()));
      var text = Value.of(part.text());
      int size = CanonicalJson.text(text).length();
      boolean isKept = !parts.files().holds(part.sha256()) && size <= room;
      room -= isKept ? size : 0;
      files.add(isKept ? file.with(SavedFiles.TEXT, text) : file);
    }
    return files;
  }

  /** The questions that are asked again, or the others. */
  static List<String> ids(List<Reasking.Fate> fates, boolean again) {
    return fates.stream()
        .filter(fate -> fate instanceof Reasking.Fate.Again == again)
        .map(fate -> fate.question().id().value())
        .toList();
  }
}
