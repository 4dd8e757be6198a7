package dev.agentsafe.editors.git;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * How much a commit holds, found out before all of it is read: a few folders that hold each other
 * are billions of files.
 */
final class Extent {
  /** More files and folders than anybody keeps in one repository. */
  static final int MOST = 500_000;

  private static final int DEEPEST = 500;

  private final ObjectReader objects;
  private final Map<ObjectId, Integer> known = new HashMap<>();

  private Extent(ObjectReader objects) {
    this.objects = objects;
  }

  /** Whether a folder holds more than {@link #MOST}, or folders in folders without an end. */
  static boolean isTooLarge(ObjectReader objects, AnyObjectId folder) throws IOException {
    return new Extent(objects).of(folder.copy(), 0) > MOST;
  }

  /** How much it is, itself included; each folder is read once, and no more than matters. */
  private int of(ObjectId folder, int depth) throws IOException {
    if (depth > DEEPEST) {
      return MOST + 1;
    }
    var before = known.get(folder);
    if (before != null) {
      return before;
    }
    int all = 1;
    var entries = new CanonicalTreeParser(new byte[0], objects, folder);
    for (; !entries.eof() && all <= MOST; entries.next(1)) {
      int more =
          FileMode.TREE.equals(entries.getEntryRawMode())
              ? of(entries.getEntryObjectId(), depth + 1)
              : 1;
      all = Math.min(MOST + 1, all + more);
    }
    known.put(folder, all);
    return all;
  }
}
