package dev.agentsafe.core;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final String FILE = "file";
  private static final String BEFORE = "before_sha256";
  private static final String AFTER = "after_sha256";
  private static final String TEXT = "text";
  private static final String TEXT_BEFORE = "text_before";
  private static final String NOT_WRITTEN = "not_written";

  private final Parts parts;
  private final Workspace workspace;
  private final Object saving = new Object();

  FileDesk(Parts parts, Workspace workspace) {
    this.parts = parts;
    this.workspace = workspace;
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
    return new Authoring(
        workspace.settings().paths(),
        new Saves(Eligibility.OPERATOR_PREFIX + operator.id().value()),
        saving);
  }

  /** What a file held, the newest first. */
  public List<Version> versions(Path file) {
    var name = name(file);
    var found = new ArrayList<Version>();
    parts
        .book()
        .journal()
        .read(
            0,
            entry -> {
              if (entry.chain().type().equals(EntryType.FILE_SAVED)
                  && entry.context().text(FILE).equals(Optional.of(name))) {
                take(entry, found);
              }
            });
    return List.copyOf(found.reversed());
  }

  private static void take(AuditEntry entry, List<Version> found) {
    var said = entry.context();
    if (said.get(NOT_WRITTEN).isPresent()) {
      if (!found.isEmpty()) {
        found.removeLast();
      }
      return;
    }
    var before = said.textOrEmpty(BEFORE);
    if (found.isEmpty() || !found.getLast().sha256().equals(before)) {
      found.add(version(entry, Optional.empty(), before, said.text(TEXT_BEFORE)));
    }
    found.add(
        version(
            entry,
            Optional.of(entry.subject().caller()),
            said.textOrEmpty(AFTER),
            said.text(TEXT)));
  }

  private static Version version(
      AuditEntry entry, Optional<String> by, String hash, Optional<String> text) {
    return new Version(
        entry.seq(), entry.chain().timestamp(), by, hash, text.filter(t -> sha256(t).equals(hash)));
  }

  private static String sha256(String text) {
    return HexFormat.of()
        .formatHex(CanonicalJson.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Recordable recordable() {
    return new Recordable(workspace.settings().paths(), parts.drafts().secrets());
  }

  private String name(Path file) {
    return workspace.root().relativize(file.toAbsolutePath().normalize()).toString();
  }

  /** Records what one operator saves. */
  private final class Saves implements Authoring.Saves {
    private final String by;

    Saves(String by) {
      this.by = by;
    }

    @Override
    public void begins(Path file, String before, String after) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put(FILE, Value.of(name(file)));
      fields.put(BEFORE, Value.of(sha256(before)));
      fields.put(AFTER, Value.of(sha256(after)));
      recordable().text(file, after).ifPresent(text -> fields.put(TEXT, Value.of(text)));
      var last = versions(file).stream().findFirst().map(Version::sha256);
      if (!last.equals(Optional.of(sha256(before)))) {
        recordable().text(file, before).ifPresent(text -> fields.put(TEXT_BEFORE, Value.of(text)));
      }
      parts.record(
          parts
              .drafts()
              .aside(
                  EntryType.FILE_SAVED,
                  by,
                  new Drafts.Words("allow", "`" + name(file) + "` is saved"),
                  fields));
    }

    @Override
    public void failed(Path file, String why) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put(FILE, Value.of(name(file)));
      fields.put(NOT_WRITTEN, Value.of(true));
      parts.record(
          parts
              .drafts()
              .aside(
                  EntryType.FILE_SAVED,
                  by,
                  new Drafts.Words("deny", "`" + name(file) + "` was not written: " + why),
                  fields));
    }
  }
}
