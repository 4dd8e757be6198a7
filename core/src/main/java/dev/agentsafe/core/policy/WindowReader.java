package dev.agentsafe.core.policy;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one time window of a rule. */
final class WindowReader {
  private static final Set<String> KEYS =
      RuleReader.keys("days", "start_hour", "end_hour", "start", "end", "timezone");
  private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-3]):([0-5][0-9])");
  private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

  private final Section window;
  private final Problems problems;

  private WindowReader(Section window, Problems problems) {
    this.window = window;
    this.problems = problems;
  }

  static Rule.TimeWindow read(Node node, Problems problems) {
    var window = Section.open(node, "a time window", KEYS, problems);
    var reader = new WindowReader(window, problems);
    return new Rule.TimeWindow(
        window.optionalItems("days").map(reader::days),
        reader.bound("start", "start_hour", 0).orElse(LocalTime.MIDNIGHT),
        reader.bound("end", "end_hour", 59).orElse(LAST_MINUTE),
        reader.zone());
  }

  /** A number outside of 0 to 6 names no day; it is kept, and never matches. */
  private Set<Integer> days(List<Node> items) {
    var days = new LinkedHashSet<Integer>();
    for (var item : items) {
      var day = window.typed().whole(item, "a day");
      days.add(day.bitLength() < 31 ? day.intValue() : day.signum() * Integer.MAX_VALUE);
    }
    return Collections.unmodifiableSet(days);
  }

  private Optional<LocalTime> bound(String timeKey, String hourKey, int minute) {
    var hour = window.get(hourKey).map(at -> LocalTime.of(hour(at, hourKey), minute));
    var time = window.get(timeKey);
    if (hour.isPresent() && time.isPresent()) {
      problems.error(
          time.get(),
          "conflict",
          "`" + timeKey + "` and `" + hourKey + "` say the same; keep one of them");
    }
    return time.map(at -> time(at, timeKey)).or(() -> hour);
  }

  private int hour(Node at, String key) {
    var hour = window.typed().whole(at, "`" + key + "`");
    if (hour.signum() < 0 || hour.compareTo(BigInteger.valueOf(23)) > 0) {
      problems.error(at, "range", "`" + key + "` is an hour from 0 to 23, not `" + hour + "`");
      return 0;
    }
    return hour.intValue();
  }

  private LocalTime time(Node at, String key) {
    var text = at instanceof Node.Scalar scalar ? scalar.text() : "";
    if (at instanceof Node.Scalar(var span, String t, var v, Node.Form form)
        && form == Node.Form.PLAIN) {
      problems.error(
          at, "type", "`" + key + "` must be a text such as `\"22:30\"`, put it in quotes");
      return LocalTime.MIDNIGHT;
    }
    var matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      problems.error(
          at, "value", "`" + text + "` is no time of day; write hours and minutes as `\"22:30\"`");
      return LocalTime.MIDNIGHT;
    }
    return LocalTime.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private Optional<ZoneId> zone() {
    return window
        .optionalText("timezone")
        .flatMap(name -> {
          try {
            return Optional.of(ZoneId.of(name));
          } catch (DateTimeException e) {
            window
                .get("timezone")
                .ifPresent(at ->
                    problems.error(
                        at,
                        "timezone",
                        "`"
                            + name
                            + "` is no time zone; use an IANA name such as"
                            + " `Europe/Berlin`"));
            return Optional.empty();
          }
        });
  }
}
