package dev.agentsafe.core.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * All sources look as google-java-format writes them.
 *
 * <p>{@code ./mvnw -q -pl core test -Dtest=FormatTest -Dformat.write=true} rewrites those that do
 * not.
 */
@Order(1)
final class FormatTest {
  private static final boolean WRITE = Boolean.getBoolean("format.write");

  private final Formatter formatter = new Formatter();

  @Test
  void everySourceIsFormatted() throws Exception {
    var wrong = new ArrayList<String>();
    for (var file : Sources.all()) {
      if (!settle(file)) {
        wrong.add(Sources.name(file));
      }
    }

    assertThat(wrong)
        .as("run: ./mvnw -q -pl core test -Dtest=FormatTest -Dformat.write=true")
        .isEmpty();
  }

  @Test
  void aSourceInAnotherFormIsNoticed() throws Exception {
    assertThat(isFormatted("class  A{int b ;}\n")).isFalse();
    assertThat(isFormatted("import java.util.List;\n\nclass A {}\n")).isFalse();
    assertThat(isFormatted("class A {\n  int b;\n}\n")).isTrue();
  }

  private boolean settle(Path file) throws IOException, FormatterException {
    var text = Files.readString(file);
    if (isFormatted(text)) {
      return true;
    }
    if (WRITE) {
      Files.writeString(file, formatter.formatSourceAndFixImports(text));
    }
    return WRITE;
  }

  private boolean isFormatted(String text) throws FormatterException {
    return formatter.formatSourceAndFixImports(text).equals(text);
  }
}
