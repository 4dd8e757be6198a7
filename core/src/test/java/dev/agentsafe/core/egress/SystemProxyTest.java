package dev.agentsafe.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the system says of proxies does not send outgoing requests another way. */
@Isolated("sets the proxies of the whole process")
final class SystemProxyTest {
  @Test
  void proxiesOfTheSystemAreNotUsed() {
    var before = ProxySelector.getDefault();
    try (var peer = Peer.saying(Peer.answer("200 OK", ""));
        var proxy = Peer.saying(Peer.answer("200 OK", "by proxy"));
        var egress =
            new Egress(
                new Egress.Config(
                    new Reach(Set.of(peer.site()), List.of()),
                    new Egress.Limits(Duration.ofSeconds(20), 1 << 20),
                    Trust.system(),
                    Resolver.system()))) {
      ProxySelector.setDefault(
          always(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", String.valueOf(proxy.port()));

      assertThat(egress.send(Call.get(peer.url("/")))).isInstanceOf(Answer.Received.class);
      assertThat(proxy.connections()).isZero();
    } finally {
      ProxySelector.setDefault(before);
      for (var name :
          List.of("http.proxyHost", "http.proxyPort", "socksProxyHost", "socksProxyPort")) {
        System.clearProperty(name);
      }
    }
  }

  private static ProxySelector always(InetSocketAddress proxy) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(
            new Proxy(
                uri.getScheme().startsWith("socket") ? Proxy.Type.SOCKS : Proxy.Type.HTTP, proxy));
      }

      @Override
      public void connectFailed(URI uri, java.net.SocketAddress address, java.io.IOException e) {}
    };
  }
}
