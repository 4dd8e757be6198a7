package dev.agentsafe.app.notify;

import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.egress.Dial;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.Shipping;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Opens notifiers as the workspace describes them. */
public final class Notifiers {
  private static final Egress.Limits LIMITS = new Egress.Limits(Duration.ofSeconds(15), 1 << 16);

  private Notifiers() {}

  /** Opens all of them; one that is new tells of nothing that was before. */
  public static List<Shipping.Post> open(List<NotifierSettings> all, EgressSettings egress) {
    return all.stream()
        .map(each ->
            new Shipping.Post(
                each.name(), new Notifier(each.topics(), channel(each, egress)), true))
        .toList();
  }

  /**
   * Tells people of trouble with the journal by those notifiers that tell of it, past the journal.
   */
  public static List<Alarm> alarms(
      List<NotifierSettings> all, EgressSettings egress, Supplier<JournalHealth> health) {
    return all.stream()
        .filter(each -> each.topics().contains(NotifierSettings.Topic.JOURNAL))
        .map(each -> new Alarm(each.name(), channel(each, egress), health, Clock.systemUTC()))
        .toList();
  }

  private static Channel channel(NotifierSettings settings, EgressSettings egress) {
    var reached = egress.config(LIMITS);
    var clock = Clock.systemUTC();
    return switch (settings.where()) {
      case NotifierSettings.Slack(var address) -> WebChannel.slack(address, new Egress(reached));
      case NotifierSettings.Hook(var url, var secret) ->
          WebChannel.hook(url, secret, new Egress(reached), clock);
      case NotifierSettings.Mail mail -> new MailChannel(mail, new Dial(reached), clock);
    };
  }
}
