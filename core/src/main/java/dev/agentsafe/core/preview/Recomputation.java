package dev.agentsafe.core.preview;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.policy.Rulebook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides the decisions of a journal again under the rules that it says were in force, with the
 * facts that it says rules looked at; for one thread.
 *
 * <p>Needs nothing but the journal: texts are believed where they have the recorded hash, files
 * where together they have the recorded version.
 */
public final class Recomputation {
  private static final int FIRST = 20;

  private final HistoryReader reader = new HistoryReader(new Inventory(List.of()));
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, List<Listed>> listed = new HashMap<>();
  private final Map<String, Optional<Rulebook>> rules = new HashMap<>();
  private final Map<String, Long> unknown = new LinkedHashMap<>();
  private final List<Divergence> divergences = new ArrayList<>();
  private Optional<String> inForce = Optional.empty();
  private long same;
  private long diverging;
  private long left;

  /** Nothing has been read yet. */
  public Recomputation() {}

  private record Listed(String file, String sha256) {}

  /**
   * A decision that is not the one that its rules make.
   *
   * @param seq 0-based position in the journal
   */
  public record Divergence(long seq, String auditId, String why) {}

  /**
   * What came of it.
   *
   * @param same so many come out as recorded
   * @param diverging so many do not; the first of them are told
   * @param unknown so many were made under a version whose rules the journal does not hold, by
   *     version
   * @param left so many cannot be decided again: refused before any rule was asked, or not recorded
   *     with what rules look at; whatever is let through by no rule is none of them but diverges
   */
  public record Result(
      long same, long diverging, List<Divergence> first, Map<String, Long> unknown, long left) {
    public Result {
      first = List.copyOf(first);
      unknown = Map.copyOf(unknown);
    }
  }

  /** Takes the next entry of the journal. */
  public void accept(AuditEntry entry) {
    var type = entry.chain().type();
    var said = entry.context();
    if (type.equals(EntryType.FILE_SAVED)) {
      hold(said.text("text"), said.textOrEmpty("after_sha256"));
      hold(said.text("text_before"), said.textOrEmpty("before_sha256"));
    } else if (type.equals(EntryType.POLICY_CHANGED)) {
      var files = said.objects("files");
      files.forEach(file -> hold(file.text("text"), file.textOrEmpty("sha256")));
      inForce = said.text("policy_version");
      inForce.ifPresent(version -> list(version, files));
    } else if (type.equals(EntryType.DECISION)) {
      decision(entry);
    }
  }

  private void list(String version, List<Value.Fields> files) {
    listed.put(
        version,
        files.stream()
            .map(f -> new Listed(f.textOrEmpty("file"), f.textOrEmpty("sha256")))
            .toList());
    // Decisions of before, by a version that told no rules, may have asked for them in vain.
    rules.remove(version, Optional.<Rulebook>empty());
  }

  private void hold(Optional<String> text, String sha256) {
    text.filter(t -> Rulebook.sha256(t).equals(sha256)).ifPresent(t -> texts.put(sha256, t));
  }

  private void decision(AuditEntry entry) {
    var version = entry.context().textOrEmpty("policy_version");
    if (inForce.filter(v -> !v.equals(version)).isPresent()) {
      diverges(entry, "it names the rules `%s`, and `%s` were in force", version, inForce.get());
      return;
    }
    switch (reader.read(entry)) {
      case HistoryReader.Found.Nothing(var why) when why != Obstacle.UNREADABLE ->
          withoutGrounds(entry);
      case HistoryReader.Found.Nothing _ -> left++;
      case HistoryReader.Found.Decision(var recorded) when recorded.outcome().assumed() ->
          withoutGrounds(entry);
      case HistoryReader.Found.Decision(var recorded) -> decision(entry, version, recorded);
    }
  }

  /**
   * Without a rule or the facts that it looked at only what is denied may be recorded: what does
   * not fit, and what is held.
   */
  private void withoutGrounds(AuditEntry entry) {
    var decision = entry.ruling().decision();
    if (inForce.isEmpty() || Effect.of(decision).equals(Optional.of(Effect.DENY))) {
      left++;
    } else if (entry.ruling().policyMatched().isEmpty()) {
      diverges(entry, "it is recorded as %s %s", decision, "by no rule");
    } else {
      diverges(entry, "it is recorded as %s without %s", decision, "what its rule looked at");
    }
  }

  private void decision(AuditEntry entry, String version, RecordedDecision recorded) {
    var book = rules.computeIfAbsent(version, this::book);
    if (book.isEmpty()) {
      unknown.merge(version, 1L, Long::sum);
      return;
    }
    compare(entry, recorded, book.get().policies().decide(recorded.facts()));
  }

  private void compare(AuditEntry entry, RecordedDecision recorded, PolicyDecision ruled) {
    var was = recorded.outcome();
    var effect = recorded.under(ruled.effect());
    var rule = ruled.rule().map(Rule::name);
    if (effect == was.effect() && rule.equals(was.rule())) {
      same++;
    } else {
      diverges(
          entry,
          "it is recorded as %s, and its rules say %s",
          words(was.effect(), was.rule()),
          words(effect, rule));
    }
  }

  private void diverges(AuditEntry entry, String why, String one, String other) {
    diverging++;
    if (divergences.size() < FIRST) {
      divergences.add(
          new Divergence(entry.seq(), entry.chain().eventId(), why.formatted(one, other)));
    }
  }

  private static String words(Effect effect, Optional<RuleName> rule) {
    return effect.label() + rule.map(name -> " by `" + name + "`").orElse(" by no rule");
  }

  private Optional<Rulebook> book(String version) {
    var files = listed.get(version);
    if (files == null || files.stream().anyMatch(file -> !texts.containsKey(file.sha256()))) {
      return Optional.empty();
    }
    return Rulebook.read(
            files.stream()
                .map(file -> new Rulebook.Part(file.file(), texts.getOrDefault(file.sha256(), "")))
                .toList())
        .filter(book -> book.version().equals(version));
  }

  /** The version of the rules that were in force last; empty: the journal never said. */
  public Optional<String> version() {
    return inForce;
  }

  /** The rules that were in force last; empty where the journal does not hold them. */
  public Optional<Rulebook> rules() {
    return inForce.flatMap(version -> rules.computeIfAbsent(version, this::book));
  }

  /** What came of it so far. */
  public Result result() {
    return new Result(same, diverging, divergences, unknown, left);
  }
}
