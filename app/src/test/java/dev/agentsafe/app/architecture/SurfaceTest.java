package dev.agentsafe.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each module shows and asks for is what its pinned file says.
 *
 * <p>{@code ./mvnw -q -pl app -am test -Dtest=SurfaceTest -Dsurface.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false} writes the files anew; the difference belongs into the
 * review.
 */
final class SurfaceTest {

  @ParameterizedTest
  @ValueSource(strings = {"core", "executors", "editors", "app"})
  void surfaceIsAsPinned(String module) throws Exception {
    var descriptor = root().resolve(module).resolve("target/classes/module-info.class");
    List<String> actual;
    try (var in = Files.newInputStream(descriptor)) {
      actual = lines(ModuleDescriptor.read(in));
    }
    var pinned = pinned(module);
    if (Boolean.getBoolean("surface.write")) {
      Files.createDirectories(pinned.getParent());
      Files.write(pinned, actual);
    }

    assertThat(actual)
        .as("module %s against %s", module, root().relativize(pinned))
        .containsExactlyElementsOf(Files.readAllLines(pinned));
  }

  @Test
  void oneMoreExportIsNoticed() {
    var before = ModuleDescriptor.newModule("m").exports("m.a").build();
    var after = ModuleDescriptor.newModule("m").exports("m.a").exports("m.b").build();

    assertThat(lines(after)).isNotEqualTo(lines(before)).contains("exports m.b");
  }

  @Test
  void anOpenModuleIsNoticed() {
    var open = ModuleDescriptor.newOpenModule("m").build();

    assertThat(lines(open)).first().isEqualTo("open module m");
  }

  private static List<String> lines(ModuleDescriptor descriptor) {
    var lines = new ArrayList<String>();
    for (var each : descriptor.requires()) {
      lines.add("requires " + words(each.modifiers()) + each.name());
    }
    for (var each : descriptor.exports()) {
      lines.add("exports " + each.source() + targets(each.targets()));
    }
    for (var each : descriptor.opens()) {
      lines.add("opens " + each.source() + targets(each.targets()));
    }
    for (var each : descriptor.uses()) {
      lines.add("uses " + each);
    }
    for (var each : descriptor.provides()) {
      lines.add("provides " + each.service() + " with " + String.join(", ", each.providers()));
    }
    lines.removeIf(line -> line.equals("requires mandated java.base"));
    lines.sort(null);
    lines.addFirst((descriptor.isOpen() ? "open module " : "module ") + descriptor.name());
    return lines;
  }

  private static String words(Collection<? extends Enum<?>> modifiers) {
    return modifiers.stream()
        .map(each -> each.name().toLowerCase(Locale.ROOT) + " ")
        .sorted()
        .reduce("", String::concat);
  }

  private static String targets(Collection<String> targets) {
    return targets.isEmpty() ? "" : " to " + String.join(", ", targets.stream().sorted().toList());
  }

  private static Path pinned(String module) throws IOException {
    return root()
        .resolve("app/src/test/resources/dev/agentsafe/app/architecture")
        .resolve(module + ".surface");
  }

  private static Path root() throws IOException {
    var named = System.getProperty("project.root");
    for (var at = Path.of(named == null ? "" : named).toAbsolutePath();
        at != null;
        at = at.getParent()) {
      if (Files.exists(at.resolve("mvnw"))) {
        return at;
      }
    }
    throw new IOException("no folder above holds the modules");
  }
}
