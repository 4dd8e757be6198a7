package dev.agentsafe.app.audit;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.wire.StateFolder;
import dev.agentsafe.app.work.Job;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.anchor.AnchorTrust;
import dev.agentsafe.core.anchor.AnchorVerifier;
import dev.agentsafe.core.audit.LogBundle;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.audit.SeenCheckpoints;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.audit.Verification;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The verification of one log or bundle, offline; belongs to the FX thread. */
public final class VerifyViewModel {

  /** How far it is. */
  public sealed interface Stage {
    /** Nothing was verified. */
    record Idle() implements Stage {}

    /** It is being read. */
    record Reading(String file, Optional<Job> job) implements Stage {}

    /** It was read. */
    record Done(VerifyReport report) implements Stage {}

    /** It could not be verified. */
    record Failed(String why) implements Stage {}
  }

  private static final Duration GLANCE = Duration.ofMillis(500);

  private final Work work;
  private final Clock clock;
  private final SeenCheckpoints seen;
  private final ReadOnlyObjectWrapper<Stage> stage =
      new ReadOnlyObjectWrapper<>(this, "stage", new Stage.Idle());
  private final StringProperty file = new SimpleStringProperty(this, "file", "");
  private final StringProperty key = new SimpleStringProperty(this, "key", "");
  private final BooleanProperty resume = new SimpleBooleanProperty(this, "resume");
  private final Path journal;

  /** A verification that begins with that workspace's journal in its field. */
  public VerifyViewModel(Work work, Path journal, Clock clock) {
    this(work, journal, clock, new SeenCheckpoints(StateFolder.path().resolve("seen")));
  }

  /**
   * The same.
   *
   * @param seen where this machine remembers what it verified
   */
  VerifyViewModel(Work work, Path journal, Clock clock, SeenCheckpoints seen) {
    this.work = work;
    this.clock = clock;
    this.seen = seen;
    this.journal = journal;
    file.set(journal.toString());
    work.every(GLANCE, this::ended);
  }

  /** The status bar ends work as well, and nobody is told. */
  private void ended() {
    if (stage.get() instanceof Stage.Reading(_, var job)
        && job.filter(Job::isCancelled).isPresent()) {
      stage.set(new Stage.Idle());
    }
  }

  /** How far it is. */
  public ReadOnlyObjectProperty<Stage> stage() {
    return stage.getReadOnlyProperty();
  }

  /** The file's or folder's name as typed, picked or dropped. */
  public StringProperty file() {
    return file;
  }

  /** The key that must have signed, or a file that begins with it; empty: none is pinned. */
  public StringProperty key() {
    return key;
  }

  /** Whether lines that this machine has verified before are left out. */
  public BooleanProperty resume() {
    return resume;
  }

  /** Whether what was verified is this workspace's own journal. */
  boolean isOwn(VerifyReport report) {
    return report.file().toAbsolutePath().normalize().equals(journal.toAbsolutePath().normalize());
  }

  /** Verifies it, away from the screen. */
  public void verify() {
    var name = file.get().strip();
    if (name.isEmpty() || stage.get() instanceof Stage.Reading) {
      return;
    }
    var pasted = key.get().strip();
    var continuing = resume.get();
    stage.set(new Stage.Reading(name, Optional.empty()));
    var job =
        work.start(
            Words.of("verify.job", name),
            progress -> check(name, pasted, continuing, progress),
            stage::set,
            why -> stage.set(new Stage.Failed(why)));
    if (stage.get() instanceof Stage.Reading) {
      stage.set(new Stage.Reading(name, Optional.of(job)));
    }
  }

  /** Ends the verification that is under way. */
  public void cancel() {
    if (stage.get() instanceof Stage.Reading(_, var job)) {
      job.ifPresent(Job::cancel);
      stage.set(new Stage.Idle());
    }
  }

  private Stage check(String name, String pasted, boolean continuing, Work.Progress progress)
      throws IOException {
    try {
      var pinned = key(pasted);
      if (pinned.isEmpty() && !pasted.isEmpty()) {
        return new Stage.Failed(Words.of("verify.nokey", pasted));
      }
      var named = Path.of(name);
      return LogBundle.isOne(named)
          ? bundle(named, pinned)
          : log(inside(named), pinned, continuing, progress);
    } catch (InvalidPathException e) {
      return new Stage.Failed(Words.of("verify.nopath", name));
    }
  }

  /** The log that a folder holds. */
  private static Path inside(Path named) {
    return Files.isDirectory(named) ? named.resolve("audit.jsonl") : named;
  }

  /** The key of a text, or of the first line of the file that it names. */
  private static Optional<VerifierKey> key(String text) throws IOException {
    var key = VerifierKey.parse(text);
    if (key.isPresent() || text.isEmpty() || text.indexOf('+') >= 0) {
      return key;
    }
    var file = Path.of(text);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().flatMap(VerifierKey::parse);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Stage log(
      Path log, Optional<VerifierKey> pinned, boolean continuing, Work.Progress progress)
      throws IOException {
    var request = LogVerifier.Request.of(log);
    request = continuing ? request.resuming(seen) : request.remembering(seen);
    if (pinned.isPresent()) {
      request = request.pinning(pinned.get());
    }
    var began = System.nanoTime();
    var found =
        LogVerifier.verify(
            request,
            new LogVerifier.Watch() {
              @Override
              public void at(long done, long of) {
                progress.at(of == 0 ? 1 : Math.min(1, (double) done / of), "");
              }

              @Override
              public boolean isCancelled() {
                return progress.cancelled();
              }
            });
    var context =
        found.verdict() instanceof Verdict.Failed failed
            ? BadLines.around(log, failed.line(), found.good().bytes())
            : List.<VerifyReport.Line>of();
    var anchors =
        AnchorVerifier.verify(
            new AnchorVerifier.Request(
                SealFolder.of(log),
                found.seal().map(Verification.Seal::checkpoint),
                AnchorTrust.NONE,
                clock.instant()));
    var around = new VerifyReport.Around(SealFacts.of(log), pinned, context, anchors);
    return new Stage.Done(new VerifyReport.Log(log, found, around, took(log, began)));
  }

  private Stage bundle(Path folder, Optional<VerifierKey> pinned) throws IOException {
    var began = System.nanoTime();
    var found = new LogBundle(folder).check(pinned.map(List::of).orElse(List.of()));
    return new Stage.Done(
        new VerifyReport.Bundle(
            folder, found, pinned.isPresent(), took(folder.resolve("audit.jsonl"), began)));
  }

  private VerifyReport.Took took(Path file, long began) throws IOException {
    var millis = (System.nanoTime() - began) / 1_000_000;
    return new VerifyReport.Took(
        millis, Files.isRegularFile(file) ? Files.size(file) : 0, clock.instant());
  }
}
