package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.client.Config;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a kubeconfig leads to its API through a proxy, as its client decides it; stateless. */
final class ProxyChoice {
  private ProxyChoice() {}

  /** The proxy; empty where the API is reached directly. */
  static Optional<URI> of(Config config) {
    var api = URI.create(config.getMasterUrl());
    var named =
        "https".equalsIgnoreCase(api.getScheme()) ? config.getHttpsProxy() : config.getHttpProxy();
    return Optional.ofNullable(named)
        .filter(proxy -> !proxy.isBlank())
        .filter(proxy -> spares(config.getNoProxy()).noneMatch(s -> isSpared(api.getHost(), s)))
        .map(proxy -> URI.create(proxy.contains("://") ? proxy : "http://" + proxy));
  }

  private static Stream<String> spares(String @Nullable [] noProxy) {
    return noProxy == null ? Stream.of() : Arrays.stream(noProxy).map(String::strip);
  }

  private static boolean isSpared(String host, String spare) {
    if (spare.contains("/")) {
      return isWithin(host, spare);
    }
    var suffix = spare.startsWith("*") ? spare.substring(1) : spare;
    return !spare.isEmpty()
        && (host.equals(suffix)
            || (suffix.startsWith(".") ? host.endsWith(suffix) : host.endsWith("." + suffix)));
  }

  private static boolean isWithin(String host, String network) {
    try {
      var parts = network.split("/", 2);
      var one = InetAddress.ofLiteral(host).getAddress();
      var other = InetAddress.ofLiteral(parts[0]).getAddress();
      int bits = Integer.parseInt(parts[1]);
      return one.length == other.length
          && bits <= one.length * 8
          && Arrays.equals(head(one, bits), head(other, bits));
    } catch (IllegalArgumentException e) {
      // A name is within no network.
      return false;
    }
  }

  private static byte[] head(byte[] address, int bits) {
    var kept = address.clone();
    for (int i = 0; i < kept.length * 8; i++) {
      if (i >= bits) {
        kept[i / 8] &= (byte) ~(0x80 >>> (i % 8));
      }
    }
    return kept;
  }
}
