package dev.agentsafe.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.index.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A list of a million lines holds the few that are looked at, and asks for each page once. */
final class LogLinesTest {
  private final List<Long> asked = new ArrayList<>();
  private final LogLines lines = new LogLines(asked::add);

  @Test
  void onlyPagesThatAreLookedAtAreAskedForAndOnce() {
    lines.grow(1_000_000);
    assertThat(lines).hasSize(1_000_000);
    lines.get(0);
    lines.get(1);
    lines.get(999_999);
    assertThat(asked).containsExactly(4_999L, 0L);
  }

  @Test
  void whatWasReadKeepsItsPlaceWhenTheListGrows() {
    lines.grow(10);
    lines.put(0, rows(0, 10));
    assertThat(seq(0)).isEqualTo(9);
    lines.grow(12);
    assertThat(seq(2)).isEqualTo(9);
    assertThat(lines.get(0).row()).isEmpty();
    assertThat(asked).as("the newest page is read again").containsExactly(0L);
    lines.put(0, rows(0, 12));
    assertThat(seq(0)).isEqualTo(11);
    assertThat(lines.find(11)).hasValue(0);
    assertThat(lines.find(12)).isEmpty();
  }

  @Test
  void theNewestPageIsAskedForAgainWhenItIsNoLongerHeld() {
    lines.grow(100 * LogLines.PAGE - 1L);
    lines.get(0);
    lines.put(99, rows(0, LogLines.PAGE - 1));
    for (var page = 0; page < 60; page++) {
      lines.put(page, rows(0, LogLines.PAGE));
    }
    assertThat(lines.get(0).row()).isEmpty();
    assertThat(asked).containsExactly(99L, 99L);
  }

  @Test
  void growingIsToldAsLinesAddedAtTheTop() {
    lines.grow(3);
    var added = new ArrayList<Integer>();
    lines.addListener(
        (javafx.collections.ListChangeListener<LogLine>)
            c -> {
              while (c.next()) {
                assertThat(c.wasAdded()).isTrue();
                added.add(c.getFrom());
                added.add(c.getTo());
              }
            });
    lines.grow(5);
    assertThat(added).containsExactly(0, 2);
  }

  private long seq(int index) {
    return lines.get(index).row().orElseThrow().seq();
  }

  private static List<Row> rows(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(seq ->
            new Row(
                seq,
                "evt-" + seq,
                "",
                new Row.What("", "", "", "", ""),
                new Row.Decided("", "", "", "", "")))
        .toList();
  }
}
