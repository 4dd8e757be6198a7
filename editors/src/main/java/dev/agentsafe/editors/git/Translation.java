package dev.agentsafe.editors.git;

import java.io.IOException;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.Attributes;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What stands between a file on disk and what the repository keeps of it; stateless. */
final class Translation {
  private Translation() {}

  /**
   * Whether the repository keeps something else than the file with the line ends it wants. It does
   * not matter whether this machine has such a program: where it has, others wrote what is kept.
   */
  static boolean needsProgram(TreeWalk walk) throws IOException {
    var wanted = walk.getAttributes();
    return isGiven(wanted, Constants.ATTR_FILTER)
        || isGiven(wanted, "ident")
        || isGiven(wanted, "working-tree-encoding");
  }

  private static boolean isGiven(Attributes all, String name) {
    var state = all.getState(name);
    return state == Attribute.State.SET || state == Attribute.State.CUSTOM;
  }
}
