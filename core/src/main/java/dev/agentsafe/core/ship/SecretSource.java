package dev.agentsafe.core.ship;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a secret is; read each time it is needed, so that it can be changed while we run. */
public sealed interface SecretSource {

  /** An environment variable. */
  record Variable(String name) implements SecretSource {}

  /** A file that holds nothing else. */
  record InFile(Path path) implements SecretSource {}

  /** The secret without white space around it; empty where there is none. */
  default Optional<String> read() {
    return switch (this) {
      case Variable(var name) -> filled(System.getenv(name));
      case InFile(var path) -> {
        try {
          yield filled(Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
          yield Optional.empty();
        }
      }
    };
  }

  private static Optional<String> filled(@org.jspecify.annotations.Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(t -> !t.isEmpty());
  }

  /** What to do where there is none. */
  default String missing() {
    return switch (this) {
      case Variable(var name) -> "the environment variable `" + name + "` is not set";
      case InFile(var path) -> "the file `" + path + "` cannot be read or is empty";
    };
  }
}
