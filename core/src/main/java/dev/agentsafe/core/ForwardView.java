package dev.agentsafe.core;

import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.runner.Forward;
import java.time.Instant;
import java.util.Locale;

/**
 * A port of this machine that a run left open; immutable.
 *
 * @param order what was asked, and by whom
 * @param place such as {@code 127.0.0.1:40123} and {@code pod shop/web-1 port 8080}
 * @param until when it is closed at the latest
 * @param traffic what went through so far
 */
public record ForwardView(
    RunId run, RunView.Asked order, Place place, Instant until, Forward.Traffic traffic) {

  /** From where to where. */
  public record Place(String address, String leadsTo) {}

  /** Where it listens. */
  public String address() {
    return place.address();
  }

  /** Where it leads to, for people. */
  public String leadsTo() {
    return place.leadsTo();
  }

  /** Why one is not there any more. */
  public enum End {
    /** Its time was over. */
    EXPIRED,
    /** Somebody stopped it. */
    STOPPED,
    /** Its agent was paused, or all were frozen. */
    HELD,
    /** It led nowhere any more. */
    BROKEN,
    /** The console closed. */
    CONSOLE_CLOSED,
    /** The process that had it open ended without closing it. */
    PROCESS_ENDED;

    /** The word in entries. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
