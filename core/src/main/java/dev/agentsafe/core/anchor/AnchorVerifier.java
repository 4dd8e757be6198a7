package dev.agentsafe.core.anchor;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the receipts beside a log, offline: that each is what it says, that it is for a checkpoint
 * in the folder, and that this checkpoint is one of the same log, which its tiles prove.
 */
public final class AnchorVerifier {
  /** A receipt is some kilobytes at most; whatever is longer is none. */
  private static final int LONGEST = 1 << 18;

  private final Request request;
  private final Receipts receipts;
  private final Map<Long, Optional<String>> placed = new HashMap<>();

  /**
   * What is to be checked.
   *
   * @param sealed the checkpoint that the log was verified by; empty where it was not
   * @param pinned who is believed; where it names nobody of a kind, those beside the log are
   * @param now no receipt is from later
   */
  public record Request(
      SealFolder seals, Optional<Checkpoint> sealed, AnchorTrust pinned, Instant now) {}

  private AnchorVerifier(Request request) {
    this.request = request;
    this.receipts = new Receipts(request.seals());
  }

  /** Checks all receipts; never throws, whatever their bytes are. */
  public static AnchorReport verify(Request request) {
    return new AnchorVerifier(request).run();
  }

  private AnchorReport run() {
    List<String> names;
    try {
      names = receipts.names();
    } catch (IOException e) {
      return report(
          List.of(finding("", "`" + receipts.folder() + "` cannot be read: " + e.getMessage())));
    }
    if (names.isEmpty()) {
      return report(List.of());
    }
    var findings = new ArrayList<AnchorReport.Finding>();
    var trust = request.pinned();
    try {
      var beside = AnchorTrust.beside(request.seals());
      trust =
          new AnchorTrust(
              trust.authorities().isEmpty() ? beside.authorities() : trust.authorities(),
              trust.witnesses().isEmpty() ? beside.witnesses() : trust.witnesses());
    } catch (IOException e) {
      findings.add(finding("", String.valueOf(e.getMessage())));
    }
    for (var name : names) {
      findings.add(finding(name, trust));
    }
    findings.sort(Comparator.comparingLong(AnchorReport.Finding::size));
    return report(findings);
  }

  private AnchorReport report(List<AnchorReport.Finding> findings) {
    return new AnchorReport(findings, request.now());
  }

  private static AnchorReport.Finding finding(String file, String why) {
    return new AnchorReport.Finding(file, Optional.empty(), new Standing.Broken(why));
  }

  private AnchorReport.Finding finding(String file, AnchorTrust trust) {
    var name = ReceiptName.parse(file);
    if (name.isEmpty()) {
      return finding(file, "it is not named as a receipt is");
    }
    try {
      return new AnchorReport.Finding(file, name, standing(name.get(), trust));
    } catch (IOException e) {
      return new AnchorReport.Finding(
          file, name, new Standing.Broken("it cannot be read: " + e.getMessage()));
    }
  }

  private Standing standing(ReceiptName name, AnchorTrust trust) throws IOException {
    var bytes = read(receipts.file(name));
    if (bytes.isEmpty()) {
      return new Standing.Broken("it is no file of at most " + LONGEST + " bytes");
    }
    var checkpoint = SignedCheckpoint.read(request.seals().checkpoint(name.size()));
    if (checkpoint.isEmpty()) {
      return new Standing.Broken("the checkpoint of " + name.size() + " lines is not there");
    }
    var misplaced = misplaced(name.size(), checkpoint.get());
    if (misplaced.isPresent()) {
      return new Standing.Broken(misplaced.get());
    }
    return switch (name.kind()) {
      case TIMESTAMP ->
          held(
              new TimestampCheck(trust.authorities()).check(bytes.get(), checkpoint.get().bytes()),
              !request.pinned().authorities().isEmpty());
      case COSIGNATURE ->
          held(
              new CosignatureCheck(trust.witnesses())
                  .check(bytes.get(), checkpoint.get(), request.now()),
              !request.pinned().witnesses().isEmpty());
      case COPY -> noted(bytes.get(), checkpoint.get());
    };
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      return Optional.empty();
    }
    return Optional.of(Files.readAllBytes(file));
  }

  private Standing held(Checked checked, boolean pinned) {
    return switch (checked) {
      case Checked.Bad(var why) -> new Standing.Broken(why);
      case Checked.Good(var at, var by) ->
          at.isAfter(request.now().plus(CosignatureCheck.AHEAD))
              ? new Standing.Broken("it says `" + at + "`, which is not yet")
              : new Standing.Holds(at, by, pinned);
    };
  }

  private Standing noted(byte[] bytes, SignedCheckpoint checkpoint) {
    return LockReceipt.read(bytes)
        .<Standing>map(receipt ->
            switch (receipt.check(checkpoint, request.now())) {
              case Checked.Bad(var why) -> new Standing.Broken(why);
              case Checked.Good(var at, var where) -> new Standing.Noted(at, where);
            })
        .orElseGet(() -> new Standing.Broken("it is no note of a locked copy"));
  }

  /** Why the checkpoint is none of this log; empty: it is. */
  private Optional<String> misplaced(long size, SignedCheckpoint checkpoint) {
    return placed.computeIfAbsent(size, s -> objection(s, checkpoint.checkpoint()));
  }

  private Optional<String> objection(long size, Checkpoint checkpoint) {
    if (checkpoint.size() != size) {
      return Optional.of(
          "the checkpoint that bears its size is of " + checkpoint.size() + " lines");
    }
    if (request.sealed().isEmpty()) {
      return Optional.of("the log has no checkpoint that is believed, to hold it against");
    }
    var sealed = request.sealed().get();
    if (!sealed.origin().equals(checkpoint.origin())) {
      return Optional.of("it is for another log, `" + checkpoint.origin() + "`");
    }
    if (size > sealed.size()) {
      return Optional.of(
          "it is for %d lines, and the log is sealed with %d: lines are gone"
              .formatted(size, sealed.size()));
    }
    var tree = new TiledTree(TileSource.in(request.seals().folder()), sealed.size());
    return tree.consistency(size)
        .map(proof -> proof.proves(checkpoint.root(), sealed.root()))
        .map(proven ->
            proven
                ? Optional.<String>empty()
                : Optional.of(
                    "the log does not go on from the checkpoint that it is for, or a tile was"
                        + " changed"))
        .orElseGet(() -> Optional.of("tiles are missing that would prove it is for this log"));
  }
}
