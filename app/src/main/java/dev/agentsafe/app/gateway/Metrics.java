package dev.agentsafe.app.gateway;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.anchor.AnchorStatus;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.policy.Effect;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, in the text format of Prometheus; thread-safe. */
final class Metrics {
  private static final double[] BUCKETS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1};
  private static final double NANOS = 1e9;

  private final Map<Effect, LongAdder> decisions = new EnumMap<>(Effect.class);
  private final Map<Integer, LongAdder> statuses = new TreeMap<>();
  private final LongAdder[] buckets = new LongAdder[BUCKETS.length + 1];
  private final LongAdder nanos = new LongAdder();

  Metrics() {
    for (var effect : Effect.values()) {
      decisions.put(effect, new LongAdder());
    }
    for (var i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /** Counts an entry that became durable. */
  void recorded(AuditEntry entry) {
    if (entry.chain().type().equals(EntryType.DECISION)) {
      Effect.of(entry.ruling().decision()).map(decisions::get).ifPresent(LongAdder::increment);
    }
  }

  /** Counts a call that was answered. */
  void answered(int status) {
    synchronized (statuses) {
      statuses.computeIfAbsent(status, s -> new LongAdder()).increment();
    }
  }

  /** Counts how long a decision took, from the call to its answer. */
  void decided(long tookNanos) {
    nanos.add(tookNanos);
    var i = 0;
    while (i < BUCKETS.length && tookNanos / NANOS > BUCKETS[i]) {
      i++;
    }
    buckets[i].increment();
  }

  /** All of it as text. */
  String text(Governor governor) {
    var out = new StringBuilder();
    head(out, "agent_safe_decisions_total", "counter", "Decisions since the start, by result.");
    decisions.forEach((effect, count) ->
        out.append(
            "agent_safe_decisions_total{result=\"%s\"} %d%n"
                .formatted(effect.label(), count.sum())));
    head(out, "agent_safe_approvals_pending", "gauge", "Questions that wait for a person.");
    out.append("agent_safe_approvals_pending ").append(governor.pending().size()).append('\n');
    var held = governor.holds().state();
    head(out, "agent_safe_agents_frozen", "gauge", "Whether all agents are frozen.");
    out.append("agent_safe_agents_frozen ").append(held.freeze().isPresent() ? 1 : 0).append('\n');
    head(out, "agent_safe_agents_paused", "gauge", "Agents that are paused.");
    out.append("agent_safe_agents_paused ").append(held.paused().size()).append('\n');
    out.append(Health.metrics(governor.journalHealth()));
    shippers(out, governor);
    anchors(out, governor.workspace());
    head(out, "agent_safe_http_responses_total", "counter", "Answered calls, by status.");
    synchronized (statuses) {
      statuses.forEach((status, count) ->
          out.append(
              "agent_safe_http_responses_total{status=\"%d\"} %d%n"
                  .formatted(status, count.sum())));
    }
    latency(out);
    return out.toString().replace("\r\n", "\n");
  }

  private static void shippers(StringBuilder out, Governor governor) {
    var all = governor.workspace().shipped(governor.journalSize());
    if (all.isEmpty()) {
      return;
    }
    head(out, "agent_safe_shipper_lag_entries", "gauge", "Entries that have not arrived yet.");
    all.forEach(s ->
        out.append(
            "agent_safe_shipper_lag_entries{shipper=\"%s\"} %d%n".formatted(s.name(), s.lag())));
    head(out, "agent_safe_shipper_failing", "gauge", "1 while the latest delivery failed.");
    all.forEach(s ->
        out.append(
            "agent_safe_shipper_failing{shipper=\"%s\"} %d%n"
                .formatted(s.name(), s.problem().isPresent() ? 1 : 0)));
  }

  private static void anchors(StringBuilder out, Workspace workspace) {
    var all = workspace.anchored();
    if (all.isEmpty()) {
      return;
    }
    head(out, "agent_safe_anchor_entries", "gauge", "Entries that the latest receipt covers.");
    all.forEach(a ->
        out.append("agent_safe_anchor_entries{anchor=\"%s\"} %d%n".formatted(a.name(), a.size())));
    head(out, "agent_safe_anchor_timestamp_seconds", "gauge", "When the latest receipt was given.");
    all.forEach(a ->
        a.at()
            .ifPresent(at ->
                out.append(
                    "agent_safe_anchor_timestamp_seconds{anchor=\"%s\"} %d%n"
                        .formatted(a.name(), at.getEpochSecond()))));
    head(out, "agent_safe_anchor_failing", "gauge", "1 while the latest request failed.");
    all.forEach(a ->
        out.append(
            "agent_safe_anchor_failing{anchor=\"%s\"} %d%n"
                .formatted(a.name(), a.problem().isPresent() ? 1 : 0)));
    head(out, "agent_safe_witnessed_entries", "gauge", "Entries that a quorum has cosigned.");
    out.append("agent_safe_witnessed_entries ")
        .append(AnchorStatus.witnessed(all, workspace.settings().outside().anchors().quorum()))
        .append('\n');
  }

  private void latency(StringBuilder out) {
    var name = "agent_safe_check_duration_seconds";
    head(out, name, "histogram", "From a call for a decision to its answer.");
    var total = 0L;
    for (var i = 0; i < buckets.length; i++) {
      total += buckets[i].sum();
      var limit = i < BUCKETS.length ? String.valueOf(BUCKETS[i]) : "+Inf";
      out.append("%s_bucket{le=\"%s\"} %d%n".formatted(name, limit, total));
    }
    out.append(String.format(Locale.ROOT, "%s_sum %.6f%n", name, nanos.sum() / NANOS));
    out.append("%s_count %d%n".formatted(name, total));
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
