package dev.agentsafe.editors.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What somebody sees who saves a file that somebody else has changed meanwhile. */
final class MergeTest {
  private static final String BASE = "rules:\n  - a\n  - b\n  - c\n  - d\n  - e\n";

  @Test
  void changesOfDifferentPlacesComeTogether() {
    var merged =
        Merge.of(
            BASE, BASE.replace("  - a\n", "  - mine\n"), BASE.replace("  - e\n", "  - theirs\n"));
    assertThat(merged)
        .isEqualTo(new Merge.Merged("rules:\n  - mine\n  - b\n  - c\n  - d\n  - theirs\n", 0));
  }

  @Test
  void theSameChangeOfBothIsOne() {
    var both = BASE.replace("  - c\n", "");
    assertThat(Merge.of(BASE, both, both)).isEqualTo(new Merge.Merged(both, 0));
  }

  @Test
  void whatBothChangedStandsThereTwiceBetweenMarks() {
    var merged =
        Merge.of(BASE, BASE.replace("  - c\n", "  - x\n"), BASE.replace("  - c\n", "  - y\n"));
    assertThat(merged.conflicts()).isEqualTo(1);
    assertThat(merged.text())
        .contains("<<<<<<< mine\n  - x\n=======\n  - y\n>>>>>>> on disk\n")
        .startsWith("rules:\n  - a\n  - b\n")
        .endsWith("  - d\n  - e\n");
  }

  @Test
  void whoeverChangedNothingTakesTheOther() {
    var other = BASE + "  - f";
    assertThat(Merge.of(BASE, BASE, other).text()).isEqualTo(other);
    assertThat(Merge.of(BASE, other, BASE).text()).isEqualTo(other);
    assertThat(Merge.of("", "", "").text()).isEmpty();
  }

  @Test
  void aDifferenceShowsWhatChangedWithTwoLinesAround() {
    var lines = LineDiff.of(BASE + "  - f\n", BASE.replace("  - e\n", "  - x\n") + "  - f\n");
    assertThat(lines)
        .containsExactly(
            new LineDiff.Line(LineDiff.Kind.GAP, ""),
            new LineDiff.Line(LineDiff.Kind.SAME, "  - c"),
            new LineDiff.Line(LineDiff.Kind.SAME, "  - d"),
            new LineDiff.Line(LineDiff.Kind.GONE, "  - e"),
            new LineDiff.Line(LineDiff.Kind.NEW, "  - x"),
            new LineDiff.Line(LineDiff.Kind.SAME, "  - f"));
    assertThat(LineDiff.of(BASE, BASE)).isEmpty();
  }
}
