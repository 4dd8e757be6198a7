package dev.agentsafe.editors.document;

import java.nio.file.Path;

/**
 * A file as it is being edited.
 *
 * @param base the text that was opened or last saved
 * @param text the text as it stands now
 */
public record Draft(Path file, String base, String text) {

  /** A draft of a file as it was opened. */
  public static Draft opened(Path file, String text) {
    return new Draft(file, text, text);
  }

  /** This draft with another text. */
  public Draft with(String changed) {
    return new Draft(file, base, changed);
  }

  /** This draft after its text was saved. */
  public Draft saved() {
    return new Draft(file, text, text);
  }

  /** Whether the text differs from what was opened or last saved. */
  public boolean isDirty() {
    return !base.equals(text);
  }
}
