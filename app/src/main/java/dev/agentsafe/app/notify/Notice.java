package dev.agentsafe.app.notify;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.ship.NotifierSettings.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people are told of an entry: fixed fields, each on one line, without parameters and states,
 * which may hold what does not belong into a mailbox.
 *
 * @param request the question it is about, where it is about one
 */
record Notice(Topic topic, String title, List<Field> fields, Optional<String> request) {
  private static final Pattern REQUEST = Pattern.compile("apr-[0-9a-f]{12}");

  Notice {
    fields = List.copyOf(fields);
  }

  /** A label of ours and a text that may be anybody's, made safe to show. */
  record Field(String name, String label, String text) {}

  /** What an entry is about; empty where nobody is told of it. */
  static Optional<Topic> topic(AuditEntry entry) {
    return switch (entry.chain().type().value()) {
      // What is asked again under other rules was told; that there are others is told once.
      case "approval_requested" ->
          entry.context().get("asked_again").isPresent()
              ? Optional.empty()
              : Optional.of(Topic.APPROVAL);
      case "approval_resolved", "execution" -> Optional.of(Topic.OUTCOME);
      case "break_glass" -> Optional.of(Topic.BREAK_GLASS);
      case "freeze", "unfreeze", "pause", "resume" -> Optional.of(Topic.FREEZE);
      case "policy_changed" -> Optional.of(Topic.POLICY);
      case "anchor_overdue" -> Optional.of(Topic.JOURNAL);
      default -> Optional.empty();
    };
  }

  /** The notice of an entry; empty where nobody is told of it. */
  static Optional<Notice> of(AuditEntry entry) {
    return topic(entry)
        .map(topic -> new Notice(topic, title(entry), fields(entry), requestOf(entry)));
  }

  /** What people are told when something began or ended to be wrong with the journal. */
  static Notice ofJournal(JournalHealth health, Instant at) {
    var why = health.blocked().or(health::sealFailure).orElse("");
    var title =
        health.blocked().isPresent()
            ? Words.of("notice.journalBlocked")
            : health.sealFailure().isPresent()
                ? Words.of("notice.journalUnsealed")
                : Words.of("notice.journalWell");
    var fields = new ArrayList<Field>();
    add(fields, "reason", Words.of("notice.reason"), why);
    add(fields, "entries", Words.of("notice.entries"), String.valueOf(health.entries()));
    add(fields, "sealed", Words.of("notice.sealed"), String.valueOf(health.sealed()));
    add(fields, "time", Words.of("notice.time"), at.toString());
    return new Notice(Topic.JOURNAL, title, fields, Optional.empty());
  }

  private static String title(AuditEntry entry) {
    return switch (entry.chain().type().value()) {
      case "approval_requested" -> Words.of("notice.approval");
      case "approval_resolved" ->
          switch (entry.context().text("outcome").orElse("")) {
            case "approved" -> Words.of("notice.approved");
            case "denied" -> Words.of("notice.denied");
            default -> Words.of("notice.lapsed");
          };
      case "execution" -> Words.of("notice.execution");
      case "break_glass" -> Words.of("notice.breakGlass");
      case "freeze" -> Words.of("notice.freeze");
      case "unfreeze" -> Words.of("notice.unfreeze");
      case "pause" -> Words.of("notice.pause");
      case "policy_changed" -> Words.of("notice.policy");
      case "anchor_overdue" -> Words.of("notice.anchorOverdue");
      default -> Words.of("notice.resume");
    };
  }

  private static List<Field> fields(AuditEntry entry) {
    var all = new ArrayList<Field>();
    add(all, "action", Words.of("notice.action"), entry.subject().action());
    add(all, "target", Words.of("notice.target"), entry.subject().target());
    add(all, "caller", Words.of("notice.caller"), entry.subject().caller());
    add(all, "risk", Words.of("notice.risk"), entry.ruling().effectiveRisk().orElse(""));
    add(all, "decision", Words.of("notice.decision"), entry.ruling().decision());
    add(all, "reason", Words.of("notice.reason"), entry.ruling().reason());
    add(all, "by", Words.of("notice.by"), entry.context().text("by").orElse(""));
    add(all, "expires", Words.of("notice.expires"), entry.context().text("expires_at").orElse(""));
    add(all, "time", Words.of("notice.time"), entry.chain().timestamp());
    return all;
  }

  private static void add(List<Field> all, String name, String label, String text) {
    if (!text.isEmpty()) {
      all.add(new Field(name, label, Untrusted.line(text)));
    }
  }

  private static Optional<String> requestOf(AuditEntry entry) {
    return entry.context().text("request_id").filter(id -> REQUEST.matcher(id).matches());
  }

  /** Opens the question in the console, where a person signs in and sees all of it. */
  Optional<String> link() {
    return request.map(id -> "agentsafe://request/" + id);
  }

  /** All of it as lines of text. */
  String text() {
    var all = new StringBuilder(title);
    fields.forEach(f -> all.append('\n').append(f.label()).append(": ").append(f.text()));
    link().ifPresent(l -> all.append('\n').append(l));
    return all.toString();
  }
}
