package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.run.RunRecord;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../nodes/node-1",
        "web/scale",
        "web?dryRun=All",
        "web#x",
        "web%2f..",
        "Web",
        "web ",
        "web\n",
        "",
        ".",
        "..",
        "-web",
        "wéb",
        "web;rm -rf"
      })
  void aNameThatIsNoNameIsRefusedByItsParameterBeforeAnyCall(String name) {
    bench.sandbox.close();
    var run = bench.run("scale-deployment", "prod/shop", Map.of("deployment", name, "replicas", 1));

    // The sandbox is closed: an answer about the parameter cannot come from the API.
    assertThat(run).isInstanceOf(RunRecord.Skipped.class);
    assertThat(((RunRecord.Skipped) run).why())
        .contains("Parameter `deployment`: `" + name + "` is not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web", "a", "a.b-c.9", "0x", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
  void namesPass(String name) {
    assertThat(Grammar.SUBDOMAIN.takes(name)).isTrue();
  }

  @Test
  void lengthsAreLimited() {
    assertThat(Grammar.LABEL.takes("a".repeat(63))).isTrue();
    assertThat(Grammar.LABEL.takes("a".repeat(64))).isFalse();
    assertThat(Grammar.SUBDOMAIN.takes("a".repeat(253))).isTrue();
    assertThat(Grammar.SUBDOMAIN.takes("a".repeat(254))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx",
        "nginx:1.25",
        "library/nginx:1",
        "localhost:5000/a/b_c:v1",
        "registry.example/shop/web:1.4.2",
        "nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void imagesPass(String image) {
    assertThat(Grammar.IMAGE.takes(image)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " nginx", "nginx:", "nginx:a b", "nginx@sha256:12", "ngi\nnx", "-x"})
  void whatIsNoImageDoesNot(String image) {
    assertThat(Grammar.IMAGE.takes(image)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "a b", ""})
  void whatIsNoKeyDoesNotPass(String key) {
    assertThat(Grammar.DATA_KEY.takes(key)).isFalse();
  }
}
