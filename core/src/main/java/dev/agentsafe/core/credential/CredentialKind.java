package dev.agentsafe.core.credential;

import dev.agentsafe.core.yaml.Section;
import java.nio.file.Path;
import java.util.Set;

/** A kind of source, as {@code kind} of the settings names it; found as a service. */
public interface CredentialKind {

  /** Its name in the settings, such as {@code vault}. */
  String name();

  /** The keys of its settings, beside {@code kind}. */
  Set<String> keys();

  /**
   * Reads its settings and connects to nothing; what does not hold is noted.
   *
   * @param root what paths are relative to
   */
  CredentialSource read(Section settings, Path root);
}
