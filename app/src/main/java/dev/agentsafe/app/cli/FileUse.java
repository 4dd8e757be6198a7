package dev.agentsafe.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.ToIntFunction;

/**
 * What a command does with what it was told, reading and writing files; {@link Failure} says which
 * file it was that could not be used.
 */
@FunctionalInterface
interface FileUse<T> {
  int apply(T what) throws IOException;

  static <T> ToIntFunction<T> unchecked(FileUse<T> use) {
    return what -> {
      try {
        return use.apply(what);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
