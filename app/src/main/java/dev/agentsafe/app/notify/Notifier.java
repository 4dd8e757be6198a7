package dev.agentsafe.app.notify;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.Parcel;
import dev.agentsafe.core.ship.Shipper;
import java.util.Optional;
import java.util.Set;

/** Sends a notice for each entry that people are told of, one at a time. */
record Notifier(Set<NotifierSettings.Topic> topics, Channel channel) implements Shipper {

  @Override
  public boolean wants(AuditEntry entry) {
    return Notice.topic(entry).filter(topics::contains).isPresent();
  }

  @Override
  public int most() {
    return 1;
  }

  @Override
  public Delivery deliver(Parcel parcel) throws InterruptedException {
    var entry = parcel.lines().getFirst().entry();
    var notice = Notice.of(entry);
    return notice.isEmpty()
        ? new Delivery.Arrived()
        : channel.tell(new Channel.Told(notice.get(), Optional.of(entry), parcel.key()));
  }

  @Override
  public void close() {
    channel.close();
  }
}
