package dev.agentsafe.editors.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeFormatter;

/** Two texts that come from one, put together line by line; stateless. */
public final class Merge {
  private Merge() {}

  /**
   * What came of it.
   *
   * @param text where both changed the same lines, both stand between marks that Git writes: nobody
   *     saves such a text by mistake, since it is refused
   * @param conflicts how many such places there are
   */
  public record Merged(String text, int conflicts) {}

  /**
   * Puts the changes of both together.
   *
   * @param base what both come from
   * @param mine the one that goes before the other where they conflict
   */
  public static Merged of(String base, String mine, String onDisk) {
    var merged =
        new MergeAlgorithm(new HistogramDiff())
            .merge(
                RawTextComparator.DEFAULT,
                Difference.raw(base),
                Difference.raw(mine),
                Difference.raw(onDisk));
    var out = new ByteArrayOutputStream();
    try {
      new MergeFormatter()
          .formatMerge(out, merged, List.of("opened", "mine", "on disk"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int conflicts = 0;
    for (var chunk : merged) {
      if (chunk.getConflictState() == MergeChunk.ConflictState.FIRST_CONFLICTING_RANGE) {
        conflicts++;
      }
    }
    return new Merged(out.toString(StandardCharsets.UTF_8), conflicts);
  }
}
