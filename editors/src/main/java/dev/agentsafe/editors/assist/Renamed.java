package dev.agentsafe.editors.assist;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.language.Name;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What came of renaming something. */
public sealed interface Renamed {

  /**
   * What has to be written; all of it or nothing.
   *
   * @param files what has to be written in each file
   * @param globs what matched the old name and does not match the new one; left as it is
   */
  record Done(Map<Path, InFile> files, List<Name> globs) implements Renamed {
    public Done {
      files = Map.copyOf(files);
      globs = List.copyOf(globs);
    }
  }

  /**
   * What has to be written in one file.
   *
   * @param version of the document that the edits are for; 0 for what is on disk
   * @param text that the edits are for
   */
  record InFile(int version, boolean open, String text, List<Edit> edits) {
    public InFile {
      edits = List.copyOf(edits);
    }
  }

  /**
   * Nothing is renamed.
   *
   * @param why for people
   */
  record Refused(String why) implements Renamed {}
}
