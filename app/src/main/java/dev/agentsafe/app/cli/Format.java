package dev.agentsafe.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How findings are written. */
enum Format {
  TEXT,
  JSON,
  SARIF,
  JUNIT;

  /** Reads the lower-case word of an option's value, or says which there are. */
  static final class Words implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return oneOf(values(), value);
    }
  }

  /** The constant whose name is that word in lower case. */
  static <E extends Enum<E>> E oneOf(E[] all, String word) {
    Optional<E> found = Arrays.stream(all).filter(each -> word(each).equals(word)).findFirst();
    return found.orElseThrow(() -> {
      List<String> words = Arrays.stream(all).map(Format::word).toList();
      return new TypeConversionException(
          "`" + word + "` is none of `" + String.join("`, `", words) + "`");
    });
  }

  private static String word(Enum<?> each) {
    return each.name().toLowerCase(Locale.ROOT);
  }
}
