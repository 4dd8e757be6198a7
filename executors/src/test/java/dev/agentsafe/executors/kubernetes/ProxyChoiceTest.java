package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.example:6443, '', true",
    "https://api.example:6443, .example, false",
    "https://api.example:6443, example, false",
    "https://api.example:6443, *.example, false",
    "https://api.example:6443, other.example, true",
    "https://api.example:6443, 10.0.0.0/8, true",
    "https://10.1.2.3:6443, 10.0.0.0/8, false",
    "https://11.1.2.3:6443, 10.0.0.0/8, true",
    "https://10.1.2.3:6443, 10.1.2.4/31, true",
    "https://10.1.2.3:6443, 10.1.2.2/31, false",
    "http://127.0.0.1:6443, '', false",
  })
  void aProxyIsTakenUnlessTheKubeconfigSparesTheHost(String api, String spared, boolean taken) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(api)
            .withHttpsProxy("http://proxy.example:3128")
            .withNoProxy(spared)
            .build();

    assertThat(
            ProxyChoice.of(config)
                .equals(java.util.Optional.of(URI.create("http://proxy.example:3128"))))
        .isEqualTo(taken);
  }
}
