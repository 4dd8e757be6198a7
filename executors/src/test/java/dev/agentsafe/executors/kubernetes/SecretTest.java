package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Runner;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SecretTest {
  private static final String PATH = "/api/v1/namespaces/shop/secrets/web-key";

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void theCallerAloneLearnsTheValues(Shelf shelf) {
    try (var bench = shelf.bench()) {
      var confided = new ArrayList<Value.Fields>();
      var said = new ArrayList<String>();
      var version = bench.object(PATH, Secret.class).getMetadata().getResourceVersion();
      var run =
          new Runner(List.of(bench.executor()), InstantSource.system())
              .run(
                  bench.order("get-secret", "prod/web-key", Map.of()),
                  "nonce",
                  new Runner.Watch(
                      said::add,
                      state -> Optional.empty(),
                      Optional::empty,
                      confided::add,
                      forward -> Optional.of("nothing is left open")));

      assertThat(confided)
          .containsExactly(
              Value.EMPTY
                  .with("blob", Value.EMPTY.with("base64", Value.of("/wD/")))
                  .with("password", Value.of("hunter2-of-shop-4711"))
                  .with("user", Value.of("web")));
      assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
      var output = ((RunRecord.Succeeded) run).output().toString();
      assertThat(output).contains("password").contains("told to the caller alone, once");
      isQuiet(run + said.toString());
      isQuiet(bench.rehearse("get-secret", "prod/web-key", Map.of()).toString());
      assertThat(bench.object(PATH, Secret.class).getMetadata().getResourceVersion())
          .isEqualTo(version);
    }
  }

  private static void isQuiet(String text) {
    assertThat(text).doesNotContain("hunter2").doesNotContain("aHVudGVy").doesNotContain("/wD/");
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void oneThatIsNotThereBlocks(Shelf shelf) {
    try (var bench = shelf.bench()) {
      var run = bench.run("get-secret", "prod/shop", Map.of("secret", "gone"));

      assertThat(((RunRecord.Skipped) run).why())
          .isEqualTo("Precheck `secret-exists` failed: secret shop/gone does not exist");
    }
  }
}
