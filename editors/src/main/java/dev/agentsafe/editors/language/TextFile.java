package dev.agentsafe.editors.language;

import java.nio.file.Path;

/**
 * A file of a workspace as it stands: the open document where there is one, else the disk's text.
 *
 * @param path absolute and normal
 * @param version of the open document, as its editor counts; 0 for what is on disk
 */
public record TextFile(Path path, FileKind kind, int version, boolean open, Tree tree) {

  /** The text. */
  public String text() {
    return tree.text();
  }
}
