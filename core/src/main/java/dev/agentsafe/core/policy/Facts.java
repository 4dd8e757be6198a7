package dev.agentsafe.core.policy;

import static java.time.temporal.ChronoUnit.MINUTES;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that rules may look at.
 *
 * @param caller absent: no identity at all
 * @param effectiveRisk the action's risk on the target
 * @param at when it was asked
 * @param hasChangeTicket whether a change ticket was named
 */
public record Facts(
    ActionName action,
    Optional<Target> target,
    Optional<Caller> caller,
    RiskClass effectiveRisk,
    When at,
    boolean hasChangeTicket) {

  /** What rules see of a submission; an unknown action or target counts as critical. */
  public static Facts of(
      Submission submission, Optional<Action> action, Optional<Target> target, When at) {
    var risk = action.isPresent() ? action.get().scope().risk() : RiskClass.CRITICAL;
    var sensitivity =
        target.isPresent() ? target.get().standing().sensitivity() : Sensitivity.CRITICAL;
    return new Facts(
        submission.action(),
        target,
        submission.caller(),
        risk.on(sensitivity),
        at,
        !submission.changeTicket().orElse("").isEmpty());
  }

  /**
   * The time of a request as windows see it.
   *
   * @param local the wall clock that windows without a zone look at
   * @param offset how far it is ahead of UTC, less than a day either way; absent for a time that
   *     does not say, which a zoned window reads as UTC
   */
  public record When(LocalDateTime local, Optional<Duration> offset) {
    private static final DateTimeFormatter WRITTEN =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final Pattern OFFSET =
        Pattern.compile("([+-])([01]\\d|2[0-3]):?([0-5]\\d)(?::?([0-5]\\d))?");

    /** A moment of the server's clock, which is UTC, as exactly as records have it. */
    public static When of(Instant instant) {
      return new When(
          LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC),
          Optional.of(Duration.ZERO));
    }

    /** Reads an ISO 8601 text: with {@code Z}, with an offset, or with neither. */
    public static Optional<When> parse(String text) {
      try {
        var position = new ParsePosition(0);
        var parsed = DateTimeFormatter.ISO_LOCAL_DATE_TIME.parse(text, position);
        var local = LocalDateTime.from(parsed).truncatedTo(ChronoUnit.MICROS);
        var rest = text.substring(position.getIndex());
        return rest.isEmpty()
            ? Optional.of(new When(local, Optional.empty()))
            : offset(rest).map(offset -> new When(local, Optional.of(offset)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    private static Optional<Duration> offset(String text) {
      if (text.equals("Z")) {
        return Optional.of(Duration.ZERO);
      }
      var parts = OFFSET.matcher(text);
      if (!parts.matches()) {
        return Optional.empty();
      }
      var seconds = parts.group(4);
      var ahead =
          Duration.ofHours(Long.parseLong(parts.group(2)))
              .plusMinutes(Long.parseLong(parts.group(3)))
              .plusSeconds(seconds == null ? 0 : Long.parseLong(seconds));
      return Optional.of(parts.group(1).equals("-") ? ahead.negated() : ahead);
    }

    /** The text of it in records: microseconds where there are any, {@code Z} for UTC. */
    public String text() {
      var written = WRITTEN.format(local);
      int micros = local.get(ChronoField.MICRO_OF_SECOND);
      if (micros != 0) {
        written += "." + String.valueOf(1_000_000 + micros).substring(1);
      }
      return offset.isPresent() ? written + text(offset.get()) : written;
    }

    private static String text(Duration offset) {
      if (offset.isZero()) {
        return "Z";
      }
      var ahead = LocalTime.MIDNIGHT.plus(offset.abs());
      return (offset.isNegative() ? "-" : "+") + ahead;
    }

    /** The moment it is, read as UTC where no offset is named. */
    public Instant instant() {
      return local.toInstant(ZoneOffset.UTC).minus(offset.orElse(Duration.ZERO));
    }

    /** Seconds since 1970. */
    public double epochSeconds() {
      var instant = instant();
      return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    /** The wall clock of that zone at this time. */
    LocalDateTime in(ZoneId zone) {
      return LocalDateTime.ofInstant(instant(), zone);
    }

    /** Day and time for people, such as {@code Mon 09:30}. */
    String dayAndTime() {
      return Hours.name(Hours.day(local)) + " " + local.toLocalTime().truncatedTo(MINUTES);
    }
  }
}
