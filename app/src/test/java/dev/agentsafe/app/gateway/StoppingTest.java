package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.app.wire.Address;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoppingTest {

  @Test
  void whoWaitsIsAnsweredAsThingsStandWhenTheGatewayStops(@TempDir Path folder) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var world = new ServedWorld(folder.resolve("ws"))) {
      var token = world.token("waiting", "deployer");
      var id = world.askForProd(token, 5);
      var waiting = threads.submit(() -> world.get("/v1/approvals/" + id + "?wait=60", token));
      Thread.sleep(300);
      var began = System.nanoTime();
      world.gateway.close();
      assertThat(waiting.get().status()).isEqualTo(200);
      assertThat(waiting.get().text("status")).isEqualTo("pending");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(Address.find(world.workspace.root())).isEmpty();
    }
  }

  @Test
  void anAddressThatOthersReachIsRefused(@TempDir Path folder) {
    try (var world = new ServedWorld(folder.resolve("ws"))) {
      for (var host : new String[] {"0.0.0.0", "192.0.2.7", "::"}) {
        assertThatThrownBy(() ->
                Gateway.start(
                    new Gateway.Config(
                        world.governor, world.operator, new Settings.Gateway(host, 0))))
            .isInstanceOf(CoreException.class)
            .hasMessageContaining("`" + host + "` is not loopback");
      }
    }
  }

  @Test
  void aPortInUseIsSaidPlainly(@TempDir Path folder) {
    try (var world = new ServedWorld(folder.resolve("ws"))) {
      var taken = world.gateway.url().getPort();
      assertThatThrownBy(() ->
              Gateway.start(
                  new Gateway.Config(
                      world.governor, world.operator, new Settings.Gateway("127.0.0.1", taken))))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("127.0.0.1:" + taken)
          .hasMessageContaining("--port");
      assertThat(Address.find(world.workspace.root())).isPresent();
    }
  }
}
