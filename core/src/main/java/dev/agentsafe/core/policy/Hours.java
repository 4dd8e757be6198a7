package dev.agentsafe.core.policy;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A time window, compiled; it belongs to the day it starts on.
 *
 * @param days bit 0 is Monday
 * @param start minute of the day, inclusive
 * @param end minute of the day, inclusive; before {@code start}: the window wraps midnight
 */
record Hours(int days, int start, int end, Optional<ZoneId> zone) {
  private static final int EVERY_DAY = 0b111_1111;
  private static final String[] NAMES = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

  static Hours of(Rule.TimeWindow window) {
    int days = EVERY_DAY;
    if (window.days().isPresent()) {
      days = 0;
      for (int day : window.days().get()) {
        days |= day >= 0 && day < 7 ? 1 << day : 0;
      }
    }
    return new Hours(days, minute(window.start()), minute(window.end()), window.zone());
  }

  /** Whether that moment lies in it. */
  boolean covers(Facts.When at) {
    var local = zone.isPresent() ? at.in(zone.get()) : at.local();
    int minute = minute(local.toLocalTime());
    return covers(day(local), minute, minute);
  }

  /** Whether it may cover a moment of that hour, read on the request's own clock. */
  boolean mayCover(int day, int hour) {
    return zone.isPresent() || covers(day, hour * 60, hour * 60 + 59);
  }

  private boolean covers(int day, int first, int last) {
    if (start <= end) {
      return startsOn(day) && last >= start && first <= end;
    }
    return (startsOn(day) && last >= start) || (startsOn((day + 6) % 7) && first <= end);
  }

  private boolean startsOn(int day) {
    return (days & 1 << day) != 0;
  }

  /** 0 is Monday. */
  static int day(LocalDateTime at) {
    return at.getDayOfWeek().getValue() - 1;
  }

  private static int minute(LocalTime time) {
    return time.getHour() * 60 + time.getMinute();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    if (days != EVERY_DAY) {
      for (int day = 0; day < 7; day++) {
        if (startsOn(day)) {
          text.append(text.isEmpty() ? "" : ",").append(NAMES[day]);
        }
      }
      text.append(days == 0 ? "no day " : " ");
    }
    text.append(LocalTime.ofSecondOfDay(start * 60L)).append('–');
    text.append(LocalTime.ofSecondOfDay(end * 60L));
    zone.ifPresent(z -> text.append(' ').append(z));
    return text.toString();
  }

  /** The short English name of a day; 0 is Monday. */
  static String name(int day) {
    return NAMES[day];
  }
}
