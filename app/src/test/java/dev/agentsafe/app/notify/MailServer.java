package dev.agentsafe.app.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.TooMuchDataException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on this machine that keeps what it got. */
final class MailServer implements AutoCloseable {
  private final SMTPServer server;
  private final List<Got> got = new CopyOnWriteArrayList<>();

  /** A mail as it came. */
  record Got(String from, String to, String raw) {
    MimeMessage message() throws MessagingException {
      return new MimeMessage(
          Session.getInstance(new Properties()),
          new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Everything before the first empty line. */
    String head() {
      return raw.substring(0, raw.indexOf("\r\n\r\n"));
    }
  }

  private final class Keeper implements SimpleMessageListener {
    @Override
    public boolean accept(String from, String recipient) {
      return !recipient.startsWith("nobody");
    }

    @Override
    public void deliver(String from, String recipient, java.io.InputStream data)
        throws TooMuchDataException, IOException {
      got.add(
          new Got(from, recipient, new String(data.readAllBytes(), StandardCharsets.ISO_8859_1)));
    }
  }

  /** One that turns to TLS when asked, and takes nothing before that. */
  static MailServer starting(SSLContext shown, String password) {
    return new MailServer(shown, password, Way.STARTS);
  }

  /** One that speaks TLS from the first byte. */
  static MailServer secured(SSLContext shown, String password) {
    return new MailServer(shown, password, Way.SECURED);
  }

  /** One that never speaks TLS. */
  static MailServer plain(SSLContext shown) {
    return new MailServer(shown, "", Way.PLAIN);
  }

  private enum Way {
    STARTS,
    SECURED,
    PLAIN
  }

  private MailServer(SSLContext shown, String password, Way way) {
    var builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .simpleMessageListener(new Keeper());
    builder =
        switch (way) {
          case STARTS -> builder.enableTLS().requireTLS().startTlsSocketFactory(shown);
          case SECURED -> builder.serverSocketFactory(shown);
          case PLAIN -> builder;
        };
    if (!password.isEmpty()) {
      builder =
          builder
              .requireAuth()
              .authenticationHandlerFactory(
                  new EasyAuthenticationHandlerFactory((user, told, context) -> {
                    if (!user.equals("console") || !told.equals(password)) {
                      throw new LoginFailedException();
                    }
                  }));
    }
    server = builder.build();
    server.start();
  }

  int port() {
    return server.getPortAllocated();
  }

  List<Got> got() {
    return got;
  }

  @Override
  public void close() {
    server.stop();
  }
}
