package dev.agentsafe.core.ship;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.egress.Dial;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Sends lines to a syslog receiver as RFC 5424 messages with octet counting over TCP, the event in
 * the shape of OCSF.
 *
 * <p>Syslog has no acknowledgement. So a parcel has a connection of its own, and counts as arrived
 * when the receiver, having read its end, closes its side in good order.
 */
final class SyslogShipper implements Shipper {
  /** Receivers read at least this much as a rule; a longer message goes without the line. */
  static final int LONGEST = 65_536;

  private static final int FACILITY_LOG_AUDIT = 13;
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?(?:Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{1,32}");

  private final ShipperSettings.Syslog settings;
  private final Dial dial;
  private final String host;

  /**
   * Ships to that receiver.
   *
   * @param host this machine's name
   */
  SyslogShipper(ShipperSettings.Syslog settings, Dial dial, String host) {
    this.settings = settings;
    this.dial = dial;
    this.host = host;
  }

  @Override
  public Delivery deliver(Parcel parcel) {
    var security = settings.tls() ? Dial.Security.TLS : Dial.Security.NONE;
    return switch (dial.connect(settings.host(), settings.port(), security)) {
      case Dial.Dialled.Refused(var why) -> new Delivery.Failed(why);
      case Dial.Dialled.Connected(var socket) -> deliver(parcel, socket);
    };
  }

  private Delivery deliver(Parcel parcel, Socket socket) {
    try (socket) {
      var out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      for (var line : parcel.lines()) {
        var message = message(line).getBytes(StandardCharsets.US_ASCII);
        out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
      }
      out.flush();
      socket.shutdownOutput();
      // What a receiver may say is of no meaning; its end is.
      var in = socket.getInputStream();
      for (var said = 0; in.read() >= 0; said++) {
        if (said > LONGEST) {
          return new Delivery.Failed("the syslog receiver talks without end");
        }
      }
      return new Delivery.Arrived();
    } catch (IOException e) {
      return new Delivery.Failed(
          "the syslog receiver at `%s:%d` did not take all of it: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()));
    }
  }

  /** A line as a message: header, no structured data, the event. */
  String message(Line line) {
    var entry = line.entry();
    var timestamp = entry.chain().timestamp();
    var type = entry.chain().type().value();
    var head =
        "<%d>1 %s %s agent-safe - %s - "
            .formatted(
                FACILITY_LOG_AUDIT * 8 + severity(entry),
                TIMESTAMP.matcher(timestamp).matches() ? timestamp : "-",
                WORD.matcher(host).matches() ? host : "-",
                WORD.matcher(type).matches() ? type : "-");
    var whole = head + Ocsf.json(line, true);
    return whole.length() <= LONGEST ? whole : head + Ocsf.json(line, false);
  }

  private static int severity(AuditEntry entry) {
    return switch (Ocsf.severity(entry)) {
      case CRITICAL -> 2;
      case HIGH -> 4;
      case MEDIUM -> 5;
      case LOW, INFORMATIONAL -> 6;
    };
  }

  @Override
  public void close() {
    // No connection is kept.
  }
}
