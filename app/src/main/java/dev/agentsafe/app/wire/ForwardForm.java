package dev.agentsafe.app.wire;

import dev.agentsafe.core.ForwardDesk;
import dev.agentsafe.core.ForwardView;
import dev.agentsafe.core.RunView;
import dev.agentsafe.core.canonical.Value;
import java.time.Duration;
import java.time.Instant;

/** A port that a run left open. */
public final class ForwardForm {
  private ForwardForm() {}

  /** The ones that are open, oldest first. */
  public static Value.Fields of(ForwardDesk desk) {
    var now = desk.now();
    return Value.EMPTY.with(
        "forwards", new Value.Items(desk.list().stream().<Value>map(f -> of(f, now)).toList()));
  }

  private static Value.Fields of(ForwardView forward, Instant now) {
    var asked = forward.order();
    var left = Duration.between(now, forward.until());
    return new Members()
        .put("run_id", forward.run().value())
        .put("caller", asked.request().caller().id().value())
        .put("target", asked.request().target().id().value())
        .put("audit_id", asked.auditId())
        .put("address", forward.address())
        .put("leads_to", forward.leadsTo())
        .put("until", Times.text(forward.until()))
        .put("seconds_left", Value.of(left.isNegative() ? 0 : left.toSeconds()))
        .put("connections", Value.of(forward.traffic().connections()))
        .put("bytes_sent", Value.of(forward.traffic().sent()))
        .put("bytes_received", Value.of(forward.traffic().received()))
        .done();
  }

  /** What a run left open, as whoever asked for it sees it. */
  static Value.Fields of(RunView.Opened opened) {
    return new Members()
        .put("address", opened.address())
        .put("leads_to", opened.leadsTo())
        .put("until", opened.until())
        .put("closed", Value.ofOptional(opened.closed()))
        .done();
  }
}
