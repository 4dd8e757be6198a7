package dev.agentsafe.core.lint;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The JSON Schemas (2020-12) of a workspace's files, for editors and other programs; stateless.
 *
 * <p>They say what loads by its shape. References, ranges that depend on each other and duplicate
 * keys are the loaders' to find.
 */
public final class Schemas {
  private static final List<String> NAMES =
      List.of("action", "inventory", "operators", "policy", "settings", "tests");

  private Schemas() {}

  /** The names of all of them. */
  public static List<String> names() {
    return NAMES;
  }

  /** The name of its file. */
  public static String file(String name) {
    return name + ".schema.json";
  }

  /** The text of one; empty where none has that name. */
  public static Optional<String> text(String name) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    try (InputStream in = Schemas.class.getResourceAsStream("schema/" + file(name))) {
      if (in == null) {
        throw new CoreException("this build lacks the schema `" + name + "`; build it anew");
      }
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CoreException("the schema `" + name + "` cannot be read from this build", e);
    }
  }
}
