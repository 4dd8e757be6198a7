package dev.agentsafe.app.notify;

import dev.agentsafe.core.egress.Dial;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.Shipper.Delivery;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Tells by mail: plain text, words of ours and the notice's fields, a link into the console and
 * nothing to press.
 *
 * <p>The headers hold nothing that anybody but the workspace's settings said. The connection is
 * made under the rules for everything that leaves, and is private before anything is told, or is
 * given up.
 */
record MailChannel(NotifierSettings.Mail settings, Dial dial, Clock clock) implements Channel {

  @Override
  public Delivery tell(Told told) {
    var server = settings.server();
    return switch (dial.connect(server.host(), server.port(), security())) {
      case Dial.Dialled.Refused(var why) -> new Delivery.Failed(why);
      case Dial.Dialled.Connected(var socket) -> handIn(told, socket);
    };
  }

  private Dial.Security security() {
    return switch (settings.server().privacy()) {
      case STARTTLS -> Dial.Security.UPGRADED;
      case TLS -> Dial.Security.TLS;
      case NONE -> Dial.Security.NONE;
    };
  }

  private Delivery handIn(Told told, Socket socket) {
    try (socket) {
      var login = settings.login();
      var password = login.flatMap(l -> l.password().read());
      if (login.isPresent() && password.isEmpty()) {
        return new Delivery.Failed(login.get().password().missing());
      }
      var session = Session.getInstance(properties());
      try (var transport =
          new SMTPTransport(
              session,
              new URLName(
                  "smtp",
                  settings.server().host(),
                  settings.server().port(),
                  null,
                  login.map(NotifierSettings.Login::user).orElse(null),
                  password.orElse(null)))) {
        transport.connect(socket);
        var message = message(told, session);
        transport.sendMessage(message, message.getAllRecipients());
      }
      return new Delivery.Arrived();
    } catch (MessagingException e) {
      return new Delivery.Failed(
          "the mail server at `%s:%d` did not take it: %s"
              .formatted(settings.server().host(), settings.server().port(), words(e)));
    } catch (java.io.IOException e) {
      return new Delivery.Failed("the connection to the mail server broke: " + e.getMessage());
    }
  }

  /** The first line of what the server said, which is anybody's text. */
  private static String words(MessagingException e) {
    return dev.agentsafe.app.text.Untrusted.line(String.valueOf(e.getMessage()).strip(), 200);
  }

  private Properties properties() {
    var told = new Properties();
    var starts = settings.server().privacy() == NotifierSettings.Privacy.STARTTLS;
    told.put("mail.smtp.auth", String.valueOf(settings.login().isPresent()));
    told.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    told.put("mail.smtp.localhost", "agent-safe");
    told.put("mail.smtp.starttls.enable", String.valueOf(starts));
    told.put("mail.smtp.starttls.required", String.valueOf(starts));
    told.put("mail.smtp.ssl.socketFactory", dial.upgrades());
    told.put("mail.smtp.ssl.checkserveridentity", "true");
    told.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    // All get it or nobody: otherwise it would come again to those who have it.
    told.put("mail.smtp.sendpartial", "false");
    return told;
  }

  MimeMessage message(Told told, Session session) throws MessagingException {
    var message = new Named(session, told.key() + "@" + domain());
    message.setFrom(new InternetAddress(settings.from(), true));
    for (var address : settings.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
    }
    message.setSubject(subject(told.notice()), "UTF-8");
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                told.notice().text().getBytes(StandardCharsets.UTF_8),
                "text/plain; charset=utf-8")));
    message.setHeader("Content-Transfer-Encoding", "base64");
    message.saveChanges();
    return message;
  }

  /** Words of ours and the request's id, which has a form of its own. */
  private static String subject(Notice notice) {
    return "[agent-safe] "
        + notice.title()
        + notice.request().map(id -> " (" + id + ")").orElse("");
  }

  private String domain() {
    return settings.from().substring(settings.from().indexOf('@') + 1);
  }

  /** A message that is the same one when it is sent again. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + ">");
    }
  }

  @Override
  public void close() {
    // No connection is kept.
  }
}
