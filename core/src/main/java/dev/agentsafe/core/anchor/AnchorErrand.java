package dev.agentsafe.core.anchor;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.ship.Rounds;
import dev.agentsafe.core.ship.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gets one anchor's receipts: for each checkpoint that is picked one, kept beside the log before it
 * counts.
 */
final class AnchorErrand implements Rounds.Errand {
  private final Config config;
  private final Path file;
  private final Turn turn = new Turn();
  private AnchorState state;

  /**
   * What it works with.
   *
   * @param check tells whether a receipt that is there already holds
   */
  record Config(Named named, Shared shared, Check check) {}

  /** An anchor and what it is called. */
  record Named(String name, Anchor anchor) {}

  /**
   * What all of a log's anchors share.
   *
   * @param folder where they note how far they are
   */
  record Shared(
      Targets targets, Receipts receipts, Path folder, Timing timing, Consumer<AnchorNews> news) {}

  /**
   * What time it is, and how much of it is long.
   *
   * @param overdue so long one may fail before that is news
   */
  record Timing(Clock clock, Duration overdue) {}

  /** Checks a receipt. */
  @FunctionalInterface
  interface Check {
    Checked check(byte[] receipt, SignedCheckpoint checkpoint, Instant now);
  }

  AnchorErrand(Config config) {
    this.config = config;
    this.file = AnchorState.file(config.shared().folder(), config.named().name());
    this.state = AnchorState.read(file);
  }

  @Override
  public String name() {
    return config.named().name();
  }

  @Override
  public Rounds.Step step() throws InterruptedException {
    try {
      var target = config.shared().targets().current();
      if (target.isEmpty() || state.covers(target.get())) {
        return new Rounds.Step.Level();
      }
      return step(target.get());
    } catch (IOException e) {
      return failed("a file of the log's checkpoints or receipts failed: " + e.getMessage());
    }
  }

  private Rounds.Step step(SignedCheckpoint target) throws IOException, InterruptedException {
    var name = name(target);
    var kept = kept(name, target);
    if (kept.isPresent()) {
      return obtained(target, kept.get());
    }
    return switch (turn.take(() -> config.named().anchor().obtain(target))) {
      case Anchor.Outcome.Failed(var why) -> failed(why);
      case Anchor.Outcome.Obtained(var receipt) -> {
        config.shared().receipts().write(name, receipt.bytes());
        yield obtained(target, receipt);
      }
    };
  }

  /** A receipt that was kept before a crash hid that it had come. */
  private Optional<Receipt> kept(ReceiptName name, SignedCheckpoint target) throws IOException {
    var path = config.shared().receipts().file(name);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    var bytes = Files.readAllBytes(path);
    return config.check().check(bytes, target, now()) instanceof Checked.Good(var at, var by)
        ? Optional.of(new Receipt(bytes, at))
        : Optional.empty();
  }

  private ReceiptName name(SignedCheckpoint target) {
    return new ReceiptName(target.size(), name(), config.named().anchor().kind());
  }

  private Rounds.Step obtained(SignedCheckpoint target, Receipt receipt) {
    state =
        new AnchorState(
            new AnchorState.Place(target.checkpoint().origin(), target.size()),
            Optional.of(receipt.at()),
            Optional.empty());
    state.write(file);
    var sha256 = HexFormat.of().formatHex(TimestampCheck.imprint(receipt.bytes()));
    config.shared().news().accept(new AnchorNews.Obtained(name(target), receipt.at(), sha256));
    return new Rounds.Step.Moved();
  }

  private Rounds.Step failed(String why) {
    var now = now();
    var before = state.trouble();
    var since = before.map(AnchorState.Trouble::since).orElse(now);
    var told = before.map(AnchorState.Trouble::told).orElse(false);
    var news =
        !told && Duration.between(since, now).compareTo(config.shared().timing().overdue()) >= 0;
    var trouble = new AnchorState.Trouble(since, why, told || news);
    if (!before.equals(Optional.of(trouble))) {
      state = new AnchorState(state.place(), state.at(), Optional.of(trouble));
      state.write(file);
    }
    if (news) {
      config
          .shared()
          .news()
          .accept(new AnchorNews.Overdue(name(), config.named().anchor().kind(), since, why));
    }
    return new Rounds.Step.Failed(why);
  }

  private Instant now() {
    return config.shared().timing().clock().instant();
  }

  @Override
  public void giveUp() {
    turn.giveUp();
  }

  @Override
  public void close() {
    try {
      config.named().anchor().close();
    } catch (RuntimeException e) {
      throw new CoreException("`" + name() + "` could not be closed: " + e.getMessage(), e);
    }
  }
}
