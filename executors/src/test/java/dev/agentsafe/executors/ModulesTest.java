package dev.agentsafe.executors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the program finds on the module path, where tests run on the class path. */
class ModulesTest {

  @Test
  void whatJarsWithoutDescriptorsUseIsResolvedForThem() {
    var path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::exists)
            .filter(entry -> !entry.endsWith("test-classes"))
            .toArray(Path[]::new);
    var resolved =
        Configuration.resolve(
                ModuleFinder.of(),
                List.of(ModuleLayer.boot().configuration()),
                ModuleFinder.of(path),
                Set.of("dev.agentsafe.executors"))
            .modules()
            .stream()
            .map(ResolvedModule::name)
            .toList();

    assertThat(resolved)
        .contains(
            "kubernetes.client",
            "org.slf4j",
            "tools.jackson.dataformat.yaml",
            "org.snakeyaml.engine",
            "io.netty.codec.http",
            "io.vertx.core")
        .doesNotContain("io.vertx.web");
  }
}
