package dev.agentsafe.core.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.durable.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines arrive at least once and in order, whatever ends or fails, and nobody waits for them. */
final class ShippingTest {
  @TempDir Path folder;

  /** Takes parcels; does first what a test wants. */
  private record Receiver(Map<String, Parcel> byKey, List<Parcel> all, Behaviour behaviour)
      implements Shipper {
    interface Behaviour {
      Delivery about(Parcel parcel) throws InterruptedException;
    }

    Receiver(Behaviour behaviour) {
      this(new LinkedHashMap<>(), new ArrayList<>(), behaviour);
    }

    static Receiver glad() {
      return new Receiver(parcel -> new Delivery.Arrived());
    }

    @Override
    public Delivery deliver(Parcel parcel) throws InterruptedException {
      all.add(parcel);
      byKey.put(parcel.key(), parcel);
      return behaviour.about(parcel);
    }

    @Override
    public int most() {
      return 7;
    }

    /** What one has who keeps a parcel of each key. */
    List<String> kept() {
      return byKey.values().stream().flatMap(p -> p.lines().stream()).map(Line::text).toList();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /** The process ends here. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Carrier carrier(Ledger ledger, Shipper shipper) {
    var post = new Shipping.Post("siem", shipper);
    return ((Carrier.Opened.Ours) Carrier.open(Shipping.config(ledger.source(), post))).carrier();
  }

  @Test
  void everyLineArrivesOnceInOrder() throws Exception {
    try (var ledger = new Ledger(folder).with(40)) {
      var receiver = Receiver.glad();
      try (var carrier = carrier(ledger, receiver)) {
        while (carrier.step() instanceof Rounds.Step.Moved) {
          // On to the next parcel.
        }
      }

      assertThat(receiver.kept()).isEqualTo(ledger.lines());
      assertThat(receiver.all()).hasSize(6).allMatch(p -> p.lines().size() <= 7);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostWhereverItEndsAndWhatComesTwiceHasTheSameKey(long seed) throws Exception {
    var random = new Random(seed);
    try (var ledger = new Ledger(folder).with(30)) {
      var arrived = new LinkedHashMap<String, Parcel>();
      var deliveries = new ArrayList<Parcel>();
      for (var shipped = 0L; shipped < ledger.journal().size(); ) {
        var receiver =
            new Receiver(
                arrived,
                deliveries,
                parcel ->
                    switch (random.nextInt(4)) {
                      case 0 -> throw new Killed();
                      case 1 -> new Shipper.Delivery.Failed("busy");
                      default -> new Shipper.Delivery.Arrived();
                    });
        try (var carrier = carrier(ledger, receiver)) {
          var lives = 1 + random.nextInt(4);
          for (var i = 0; i < lives; i++) {
            carrier.step();
          }
          shipped = carrier.shipped();
        } catch (Killed e) {
          // The journal goes on meanwhile, so the next parcel could have been a longer one.
          if (ledger.journal().size() < 60) {
            ledger.with(random.nextInt(5));
          }
        }
      }

      var kept = arrived.values().stream().flatMap(p -> p.lines().stream()).map(Line::text);
      assertThat(kept).containsExactlyElementsOf(ledger.lines());
      assertThat(deliveries).hasSizeGreaterThan(arrived.size());
    }
  }

  @Test
  void whatIsNotDurableIsNotShipped() throws Exception {
    try (var ledger = new Ledger(folder).with(9)) {
      var receiver = Receiver.glad();
      var source = new Shipping.Source(ledger.log(), () -> 5, ledger.folder());

      assertThat(Backfill.run(source, new Shipping.Post("siem", receiver), OptionalLong.empty()))
          .isEqualTo(new Backfill.Outcome.Level(5, 5));
      assertThat(receiver.kept()).isEqualTo(ledger.lines().subList(0, 5));
    }
  }

  @Test
  void aJournalThatIsNotTheOneThatWasShippedIsNotShipped() throws Exception {
    try (var ledger = new Ledger(folder).with(9)) {
      Backfill.run(
          ledger.source(), new Shipping.Post("siem", Receiver.glad()), OptionalLong.empty());
    }
    Files.move(folder.resolve("audit.jsonl"), folder.resolve("old.jsonl"));
    try (var other = new Ledger(folder).with(30)) {
      var receiver = Receiver.glad();
      var post = new Shipping.Post("siem", receiver);
      var outcome = Backfill.run(other.source(), post, OptionalLong.empty());

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Backfill.Outcome.Stopped.class,
              s -> assertThat(s.why()).contains("is not the journal that was shipped"));
      assertThat(receiver.all()).isEmpty();
      assertThat(ShipStatus.of("siem", other.folder(), other.journal().size()).problem())
          .hasValueSatisfying(why -> assertThat(why).contains("--from"));

      Backfill.run(other.source(), post, OptionalLong.of(0));
      assertThat(receiver.kept()).isEqualTo(other.lines());
    }
  }

  @Test
  void aJournalThatBecameShorterIsNotShipped() throws Exception {
    try (var ledger = new Ledger(folder).with(9)) {
      Backfill.run(
          ledger.source(), new Shipping.Post("siem", Receiver.glad()), OptionalLong.empty());
    }
    var lines = Files.readAllLines(folder.resolve("audit.jsonl")).subList(0, 4);
    Files.writeString(folder.resolve("audit.jsonl"), String.join("\n", lines) + "\n");
    try (var cut = new Ledger(folder)) {
      assertThat(
              Backfill.run(
                  cut.source(), new Shipping.Post("siem", Receiver.glad()), OptionalLong.empty()))
          .isInstanceOf(Backfill.Outcome.Stopped.class);
    }
  }

  @Test
  void theJournalDoesNotWaitForAShipperThatHangsAndItsLagShows() throws Exception {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var hanging =
        new Receiver(parcel -> {
          asked.countDown();
          never.await();
          return new Shipper.Delivery.Arrived();
        });
    var other = new LinkedBlockingQueue<Long>();
    var quick =
        new Receiver(parcel -> {
          parcel.lines().forEach(l -> other.add(l.entry().seq()));
          return new Shipper.Delivery.Arrived();
        });
    try (var ledger = new Ledger(folder).with(1);
        var shipping =
            Shipping.start(
                ledger.source(),
                List.of(new Shipping.Post("hanging", hanging), new Shipping.Post("quick", quick)),
                wake -> ledger.journal().subscribe(entry -> wake.run()))) {
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      ledger.with(50);
      var size = ledger.journal().size();
      for (var seq = 0L; seq < size; seq++) {
        assertThat(other.poll(20, TimeUnit.SECONDS)).isEqualTo(seq);
      }

      assertThat(ShipStatus.of("hanging", ledger.folder(), size).lag()).isEqualTo(size);
      assertThat(shipping).isNotNull();
    }
    try (var again = new Ledger(folder)) {
      var receiver = Receiver.glad();
      Backfill.run(again.source(), new Shipping.Post("hanging", receiver), OptionalLong.empty());
      assertThat(receiver.all().getFirst().key())
          .as("what was on its way comes again under its key")
          .isEqualTo(hanging.all().getFirst().key());
      assertThat(receiver.kept()).isEqualTo(again.lines());
    }
  }

  @Test
  void aFailureIsTriedAgainAndShown() throws Exception {
    var tries = new CountDownLatch(3);
    var late =
        new Receiver(parcel -> {
          tries.countDown();
          return tries.getCount() > 0
              ? new Shipper.Delivery.Failed("the collector says 503")
              : new Shipper.Delivery.Arrived();
        });
    try (var ledger = new Ledger(folder).with(3)) {
      try (var carrier = carrier(ledger, late)) {
        carrier.step();
        var status = ShipStatus.of("siem", ledger.folder(), ledger.journal().size());
        assertThat(status.problem()).hasValue("the collector says 503");
        assertThat(status.lag()).isEqualTo(ledger.journal().size());
      }
      try (var shipping =
          Shipping.start(
              ledger.source(), List.of(new Shipping.Post("siem", late)), wake -> () -> {})) {
        assertThat(tries.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(shipping).isNotNull();
      }
      assertThat(late.byKey()).hasSize(1);
    }
  }

  @Test
  void twoProcessesDoNotShipTheSame() throws Exception {
    try (var ledger = new Ledger(folder).with(3);
        var carrier = carrier(ledger, Receiver.glad())) {
      assertThat(
              Backfill.run(
                  ledger.source(),
                  new Shipping.Post("siem", Receiver.glad()),
                  OptionalLong.empty()))
          .isInstanceOf(Backfill.Outcome.Busy.class);
      assertThat(carrier.shipped()).isZero();
    }
  }

  @Test
  void whoWantsOnlyWhatIsNewGetsNothingOld() throws Exception {
    try (var ledger = new Ledger(folder).with(5)) {
      var receiver = Receiver.glad();
      var post = new Shipping.Post("people", receiver, true);
      Backfill.run(ledger.source(), post, OptionalLong.empty());
      assertThat(receiver.all()).isEmpty();

      var fresh = ledger.append("new");
      Backfill.run(ledger.source(), post, OptionalLong.empty());
      assertThat(receiver.all())
          .singleElement()
          .satisfies(p -> assertThat(p.first()).isEqualTo(fresh.seq()));
    }
  }

  @Test
  void linesThatAreNotWantedArePassedOver() throws Exception {
    var receiver = Receiver.glad();
    var picky =
        new Shipper() {
          @Override
          public Delivery deliver(Parcel parcel) throws InterruptedException {
            return receiver.deliver(parcel);
          }

          @Override
          public boolean wants(AuditEntry entry) {
            return entry.seq() % 10 == 3;
          }

          @Override
          public int most() {
            return 1;
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        };
    try (var ledger = new Ledger(folder).with(40)) {
      Backfill.run(ledger.source(), new Shipping.Post("some", picky), OptionalLong.empty());

      assertThat(receiver.all()).extracting(Parcel::first).containsExactly(3L, 13L, 23L, 33L);
      assertThat(receiver.all()).allMatch(p -> p.lines().size() == 1);
    }
  }

  @Test
  void aCopyIsTheJournalByteForByteAndVerifies() throws Exception {
    var copy = folder.resolve("elsewhere/copy.jsonl");
    try (var ledger = new Ledger(folder).with(20)) {
      var post = new Shipping.Post("copy", new FolderShipper(copy, Disk.real()));
      Backfill.run(ledger.source(), post, OptionalLong.empty());
      ledger.with(20);
      Backfill.run(ledger.source(), post, OptionalLong.empty());
      // Once more from the beginning: each line has its place.
      Backfill.run(ledger.source(), post, OptionalLong.of(0));

      assertThat(copy).hasSameBinaryContentAs(ledger.log());
      assertThat(LogVerifier.verify(copy)).isInstanceOf(Verdict.Valid.class);

      Files.writeString(copy, "");
      ledger.with(1);
      assertThat(Backfill.run(ledger.source(), post, OptionalLong.empty()))
          .isInstanceOfSatisfying(
              Backfill.Outcome.Stopped.class,
              s -> assertThat(s.why()).contains("put it aside and ship from line 0"));
    }
  }

  @Test
  void aCursorThatIsNoneIsNotGuessed() throws IOException {
    try (var ledger = new Ledger(folder).with(3)) {
      Files.createDirectories(ledger.folder());
      Files.writeString(
          ledger.folder().resolve("siem.cursor"), "{\"next\": 3", StandardCharsets.UTF_8);

      assertThatThrownBy(() -> carrier(ledger, Receiver.glad()))
          .hasMessageContaining("is no cursor");
    }
  }
}
