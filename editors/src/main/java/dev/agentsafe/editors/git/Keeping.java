package dev.agentsafe.editors.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.jgit.lib.CoreConfig.EolStreamType;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk.OperationType;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;

/** Reads what the last commit holds of a file; stateless. */
final class Keeping {
  private static final long LARGEST = 1L << 24;

  private Keeping() {}

  static Kept of(Repository repository, String name) throws IOException {
    try (var walk = new TreeWalk(repository)) {
      walk.setOperationType(OperationType.CHECKIN_OP);
      Heads.addTree(repository, walk, Heads.read(repository));
      walk.addTree(new FileTreeIterator(repository));
      walk.setRecursive(true);
      walk.setFilter(PathFilterGroup.createFromStrings(Set.of(name)));
      return walk.next() ? of(repository, walk) : new Kept.Absent();
    }
  }

  private static Kept of(Repository repository, TreeWalk walk) throws IOException {
    var mode = walk.getFileMode(0);
    if (mode.equals(FileMode.MISSING)) {
      return new Kept.Absent();
    }
    if (!Looking.FILES.contains(mode) || Translation.needsProgram(walk)) {
      return new Kept.Unknown("");
    }
    var object = repository.open(walk.getObjectId(0));
    if (object.getSize() > LARGEST) {
      return new Kept.Unknown("");
    }
    var decoder = StandardCharsets.UTF_8.newDecoder();
    try {
      var text = decoder.decode(ByteBuffer.wrap(object.getBytes((int) LARGEST))).toString();
      return new Kept.Text(
          text, walk.getEolStreamType(OperationType.CHECKIN_OP) == EolStreamType.DIRECT);
    } catch (CharacterCodingException e) {
      return new Kept.Unknown("");
    }
  }
}
