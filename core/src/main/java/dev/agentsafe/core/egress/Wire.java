package dev.agentsafe.core.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The client library, with everything off that goes elsewhere or does more than it was told. */
final class Wire implements AutoCloseable {
  private static final int LONGEST_LINE = 8192;
  private static final int MOST_HEADERS = 100;

  private final Egress.Config config;
  private final CloseableHttpClient client;

  Wire(Egress.Config config, Sockets sockets) {
    this.config = config;
    this.client = client(config, sockets);
  }

  /** Makes what is then connected; tests count them. */
  interface Sockets {
    Socket create() throws IOException;

    /** Without the proxies that the system's properties may name. */
    static Sockets direct() {
      return () -> new Socket(Proxy.NO_PROXY);
    }
  }

  /** An address that may not be connected to; told apart from a name that does not exist. */
  private static final class OffLimits extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    OffLimits(String why) {
      super(why);
    }
  }

  private static CloseableHttpClient client(Egress.Config config, Sockets sockets) {
    var time = Timeout.of(config.limits().time());
    var connections =
        new Connections(config.trust(), sockets)
            .setDnsResolver(new CheckedNames(config.reach(), config.resolver()))
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(LONGEST_LINE)
                            .setMaxHeaderCount(MOST_HEADERS)
                            .build())
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(time)
                    .setSocketTimeout(time)
                    .setTimeToLive(TimeValue.ofMinutes(5))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .setDefaultTlsConfig(
                TlsConfig.custom()
                    .setHandshakeTimeout(time)
                    .setSupportedProtocols(TLS.V_1_3, TLS.V_1_2)
                    .build())
            .setMaxConnPerRoute(16)
            .setMaxConnTotal(16)
            .build();
    return HttpClientBuilder.create()
        .setConnectionManager(connections)
        .setRequestExecutor(new NotedSending())
        .setRoutePlanner((host, context) -> route(host))
        .setUserAgent("agent-safe")
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setExpectContinueEnabled(false)
                .setResponseTimeout(time)
                .setConnectionRequestTimeout(time)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .disableConnectionState()
        .build();
  }

  private static HttpRoute route(HttpHost host) {
    return new HttpRoute(host, null, "https".equals(host.getSchemeName()));
  }

  /** Looks names up once, and gives out addresses only where each of them may be reached. */
  private record CheckedNames(Reach reach, Resolver resolver) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      var addresses = resolver.resolve(host);
      for (var address : addresses) {
        var objection = reach.objection(host, address);
        if (objection.isPresent()) {
          throw new OffLimits(objection.get());
        }
      }
      return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /** Connects with those sockets; certificates and their names are always checked. */
  private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {
    private final SSLContext trust;
    private final Sockets sockets;

    Connections(SSLContext trust, Sockets sockets) {
      this.trust = trust;
      this.sockets = sockets;
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy unused) {
      var tls =
          new DefaultClientTlsStrategy(
              trust, null, null, SSLBufferMode.STATIC, HostnameVerificationPolicy.BUILTIN, null);
      return new DefaultHttpClientConnectionOperator(
          proxy -> sockets.create(),
          ports,
          names,
          RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build());
    }
  }

  /** Notes that a connection is there and the request begins to leave. */
  private static final class NotedSending extends HttpRequestExecutor {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        HttpResponseInformationCallback information,
        HttpContext context)
        throws IOException, HttpException {
      if (context.getAttribute(Sending.class.getName()) instanceof Sending sending) {
        sending.begun = true;
      }
      return super.execute(request, connection, information, context);
    }
  }

  Sending prepare(Call call, Destination destination) {
    return new Sending(call, destination);
  }

  /** One request; run once, cancelled from any thread. */
  final class Sending {
    private final HttpUriRequestBase request;
    private final HttpHost host;
    private volatile boolean begun;

    private Sending(Call call, Destination destination) {
      host = new HttpHost(destination.scheme(), destination.host(), destination.port());
      request =
          new HttpUriRequestBase(
              call.method().name(),
              URI.create(destination.scheme() + "://" + destination.site() + destination.target()));
      call.headers().forEach(request::setHeader);
      if (call.body().length > 0) {
        request.setEntity(new ByteArrayEntity(call.body(), null));
      }
    }

    Answer run() {
      var context = HttpClientContext.create();
      context.setAttribute(Sending.class.getName(), this);
      try {
        return client.execute(host, request, context, this::received);
      } catch (OffLimits e) {
        return new Answer.Refused(String.valueOf(e.getMessage()));
      } catch (UnknownHostException e) {
        return unanswered("there is no host of that name");
      } catch (SocketTimeoutException e) {
        // Whoever waits for the whole answer says the same, and may be the later one.
        return new Answer.Unanswered(config.limits().missed(host.toHostString()), begun);
      } catch (IOException e) {
        return unanswered(String.valueOf(e.getMessage()));
      }
    }

    private Answer unanswered(String why) {
      return new Answer.Unanswered("`" + host.toHostString() + "` did not answer: " + why, begun);
    }

    private Answer received(ClassicHttpResponse response) throws IOException {
      var headers = new HashMap<String, String>();
      for (var header : response.getHeaders()) {
        headers.put(header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()));
      }
      var body = new byte[0];
      var most = config.limits().answerBytes();
      if (response.getEntity() != null) {
        body = response.getEntity().getContent().readNBytes(most + 1);
      }
      if (body.length > most) {
        // The rest is not waited for.
        request.cancel();
        return unanswered("its answer is longer than " + most + " bytes");
      }
      return new Answer.Received(response.getCode(), headers, new Answer.Content(body));
    }

    void cancel() {
      request.cancel();
    }

    boolean hasBegun() {
      return begun;
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
