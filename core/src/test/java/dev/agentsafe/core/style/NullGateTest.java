package dev.agentsafe.core.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiler, with the options of our build, refuses what it is there to refuse. */
@Order(1)
final class NullGateTest {
  @TempDir private Path folder;

  @Test
  void whatMayBeNullIsNotUsedUnchecked() throws Exception {
    var answer =
        compile(
            """
            package gate;

            import org.jspecify.annotations.NullMarked;
            import org.jspecify.annotations.Nullable;

            @NullMarked
            final class Sample {
              private Sample() {}

              static int length(@Nullable String text) {
                return text.length();
              }
            }
            """);

    assertThat(answer).contains("[NullAway]", "Sample.java:11");
  }

  @Test
  void warningsAreErrors() throws Exception {
    var answer =
        compile(
            """
            package gate;

            final class Sample {
              private Sample() {}

              static Object list() {
                return new java.util.ArrayList();
              }
            }
            """);

    assertThat(answer).contains("[rawtypes]", "-Werror");
  }

  @Test
  void soundCodePasses() throws Exception {
    var answer =
        compile(
            """
            package gate;

            final class Sample {
              private Sample() {}

              static int length(String text) {
                return text.length();
              }
            }
            """);

    assertThat(answer).isEmpty();
  }

  private String compile(String source) throws Exception {
    var file = Files.createDirectories(folder.resolve("gate")).resolve("Sample.java");
    Files.writeString(file, source);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(optionsOfTheBuild());
    // For one small file the optimizing compiler never earns its time.
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-Werror", "-d", folder.resolve("out").toString()));
    command.addAll(
        List.of("-proc:none", "-processorpath", classPath(""), "-cp", classPath("jspecify")));
    command.add(file.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var answer =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
    process.waitFor();
    return answer;
  }

  /** From the root pom itself, so that what is proved is what is used. */
  private static List<String> optionsOfTheBuild() throws Exception {
    var pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Sources.root().resolve("pom.xml").toFile());
    var options = new ArrayList<String>();
    var nodes = pom.getElementsByTagName("arg");
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i).getParentNode().getNodeName().equals("compilerArgs")) {
        options.add(nodes.item(i).getTextContent().strip());
      }
    }
    return options;
  }

  private static String classPath(String part) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.contains(part))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
