package dev.agentsafe.core;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.policy.Rulebook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves files of the workspace for its operators and knows what they held before; thread-safe.
 *
 * <p>Every save is an entry that is durable before the file changes, with the text, so that any
 * version can be had again. What looks like a secret is taken out of it as out of every entry, and
 * the text of a file that gives a value to a secret is not recorded at all; such a version cannot
 * be had again, and is named by its hash alone.
 */
public final class FileDesk {
  private final Parts parts;
  private final PolicyDesk policies;
  private final Object keepers = new Object();

  /**
   * A desk.
   *
   * @param policies puts what is saved into force
   */
  FileDesk(Parts parts, PolicyDesk policies) {
    this.parts = parts;
    this.policies = policies;
  }

  /**
   * What a file held.
   *
   * @param seq the entry that says so
   * @param by who saved it; empty where it was found like that
   * @param text empty where the entry does not have it as it was
   */
  public record Version(
      long seq, String at, Optional<String> by, String sha256, Optional<String> text) {}

  /** Checks and saves the workspace's files in the name of that operator. */
  public Authoring authoring(Operator operator) {
    return new Authoring(paths(), new Saves(operator), policies.oneAtATime());
  }

  /** Puts policies that changed on disk into force. */
  public PolicyDesk policies() {
    return policies;
  }

  /** Says what drafts would do, and keeps tests in the name of that operator. */
  public DraftDesk drafts(Operator operator) {
    return new DraftDesk(
        policies::ground,
        parts.book().journal()::readWhile,
        new TestKeeping(new Saves(operator), keepers, policies.oneAtATime()));
  }

  /** What a file held, the newest first. */
  public List<Version> versions(Path file) {
    return parts.files().of(name(file)).reversed().stream().map(this::version).toList();
  }

  private Version version(SavedFiles.Known known) {
    var text = parts.files().holds(known.sha256()) ? text(known) : Optional.<String>empty();
    return new Version(known.seq(), known.at(), known.by(), known.sha256(), text);
  }

  private Optional<String> text(SavedFiles.Known known) {
    var found = new ArrayList<AuditEntry>(1);
    parts
        .book()
        .journal()
        .readWhile(
            known.seq(),
            entry -> {
              found.add(entry);
              return false;
            });
    return found.stream()
        .findFirst()
        .flatMap(entry -> entry.context().text(known.member()))
        .filter(text -> Rulebook.sha256(text).equals(known.sha256()));
  }

  private Recordable recordable() {
    return new Recordable(paths(), parts.drafts().secrets());
  }

  private Settings.Paths paths() {
    return policies.inForce().settings().paths();
  }

  private String name(Path file) {
    return policies.inForce().root().relativize(file.toAbsolutePath().normalize()).toString();
  }

  /** Records what one operator saves. */
  private final class Saves implements Authoring.Saves {
    private final Operator operator;

    Saves(Operator operator) {
      this.operator = operator;
    }

    @Override
    public void begins(Path file, String before, String after) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put(SavedFiles.FILE, Value.of(name(file)));
      fields.put(SavedFiles.BEFORE, Value.of(Rulebook.sha256(before)));
      fields.put(SavedFiles.AFTER, Value.of(Rulebook.sha256(after)));
      recordable().text(file, after).ifPresent(text -> fields.put(SavedFiles.TEXT, Value.of(text)));
      if (!parts.files().last(name(file)).equals(Optional.of(Rulebook.sha256(before)))) {
        recordable()
            .text(file, before)
            .ifPresent(text -> fields.put(SavedFiles.TEXT_BEFORE, Value.of(text)));
      }
      record("allow", "`" + name(file) + "` is saved", fields);
    }

    @Override
    public void failed(Path file, FileWrite.Left left, String why) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put(SavedFiles.FILE, Value.of(name(file)));
      // Where the text may be there, that it was saved is the better account of it.
      fields.put(
          left == FileWrite.Left.AS_IT_WAS ? SavedFiles.NOT_WRITTEN : SavedFiles.UNCONFIRMED,
          Value.of(true));
      record("deny", "`" + name(file) + "` was not written: " + why, fields);
    }

    private void record(String decision, String reason, Map<String, Value> fields) {
      var by = Eligibility.OPERATOR_PREFIX + operator.id().value();
      parts.record(
          parts
              .drafts()
              .aside(EntryType.FILE_SAVED, by, new Drafts.Words(decision, reason), fields));
    }

    @Override
    public Authoring.Force written(List<Authoring.Change> together) {
      return policies.saved(operator, together);
    }
  }
}
