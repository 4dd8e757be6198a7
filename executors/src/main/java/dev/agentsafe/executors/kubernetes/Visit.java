package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.executors.ExecutorException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A cluster for as long as it is needed. */
record Visit(Cluster cluster) implements AutoCloseable {

  /**
   * Where that context is and by what its server is known, with that proof in the place of its
   * user.
   *
   * <p>What is taken over is named one by one, so that nothing of the user comes along: no token,
   * no certificate, no password, no plugin, nobody to act as, and no file to read any of it from
   * again.
   *
   * @throws ExecutorException where the proof could be read on the way, or by somebody else
   */
  static Config config(String context, Config base, Proof proof) {
    if (!Clusters.isPrivate(URI.create(base.getMasterUrl()))) {
      throw refused(context, "its address is neither `https` nor on this machine");
    }
    if (base.isTrustCerts() || base.isDisableHostnameVerification()) {
      throw refused(context, "its certificate is not checked (`insecure-skip-tls-verify`)");
    }
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(base.getMasterUrl())
            .withCaCertFile(base.getCaCertFile())
            .withCaCertData(base.getCaCertData())
            .withTlsServerName(base.getTlsServerName())
            .withHttpProxy(base.getHttpProxy())
            .withHttpsProxy(base.getHttpsProxy())
            .withProxyUsername(base.getProxyUsername())
            .withProxyPassword(base.getProxyPassword())
            .withNoProxy(base.getNoProxy());
    switch (proof) {
      case Proof.Token(var value) -> config.withOauthToken(value);
      case Proof.Certificate(var chain, var key, var algorithm) ->
          config
              .withClientCertData(encoded(chain))
              .withClientKeyData(encoded(key))
              .withClientKeyAlgo(algorithm);
    }
    return config.build();
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  static ExecutorException refused(String context, String why) {
    return new ExecutorException(
        "No credential is handed to Kubernetes context `"
            + context
            + "`: "
            + why
            + ". Correct how it is reached, or have its actions use no credentials.");
  }

  @Override
  public void close() {
    cluster.leave();
  }
}
