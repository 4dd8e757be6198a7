package dev.agentsafe.core.policy;

import static java.time.temporal.ChronoUnit.MINUTES;

import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.Caller;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

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

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /**
   * The time of a request as windows see it.
   *
   * @param local the wall clock that windows without a zone look at
   * @param offset absent for a time that names none; a zoned window then reads it as UTC
   */
  public record When(LocalDateTime local, Optional<ZoneOffset> offset) {

    /** A moment of the server's clock, which is UTC. */
    public static When of(Instant instant) {
      return new When(
          LocalDateTime.ofInstant(instant, ZoneOffset.UTC), Optional.of(ZoneOffset.UTC));
    }

    /** Reads an ISO 8601 text: with {@code Z}, with an offset, or with neither. */
    public static Optional<When> parse(String text) {
      try {
        var parsed = DateTimeFormatter.ISO_DATE_TIME.parse(text);
        return Optional.of(
            new When(
                LocalDateTime.from(parsed).truncatedTo(ChronoUnit.MICROS),
                Optional.ofNullable(parsed.query(TemporalQueries.offset()))));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    /** The text of it in records: microseconds where there are any, {@code Z} for UTC. */
    public String text() {
      var written = FORMAT.format(local);
      int micros = local.get(ChronoField.MICRO_OF_SECOND);
      if (micros != 0) {
        written += "." + String.valueOf(1_000_000 + micros).substring(1);
      }
      return offset.isPresent() ? written + offset.get().getId() : written;
    }

    /** Seconds since 1970, read as UTC where no offset is named. */
    public double epochSeconds() {
      var instant = local.toInstant(offset.orElse(ZoneOffset.UTC));
      return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    /** The wall clock of that zone at this time. */
    LocalDateTime in(ZoneId zone) {
      return LocalDateTime.ofInstant(local.toInstant(offset.orElse(ZoneOffset.UTC)), zone);
    }

    /** Day and time for people, such as {@code Mon 09:30}. */
    String dayAndTime() {
      return Hours.name(Hours.day(local)) + " " + local.toLocalTime().truncatedTo(MINUTES);
    }
  }
}
