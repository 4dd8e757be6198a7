package dev.agentsafe.core.anchor;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.egress.Answer;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.tlog.NoteSignature;
import dev.agentsafe.core.tlog.SignedNote;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Asks a witness to cosign checkpoints, by {@code c2sp.org/tlog-witness}: what it has cosigned
 * before, a proof that the log has only grown since, and the new checkpoint.
 */
final class Witness implements Anchor {
  private static final String DASH = "\u2014 ";
  private static final Pattern SIZE = Pattern.compile("(0|[1-9]\\d{0,17})\\n");
  private static final int CONFLICT = 409;

  private final Config config;
  private final CosignatureCheck check;

  /** What it has cosigned last; not known before it was asked. */
  private long seen;

  /**
   * What asking takes.
   *
   * @param url what its calls begin with
   * @param seals where the tree is that proofs are made from
   */
  record Config(String url, VerifierKey key, SealFolder seals, Egress egress, Clock clock) {}

  Witness(Config config) {
    this.config = config;
    this.check = new CosignatureCheck(List.of(config.key()));
  }

  @Override
  public Kind kind() {
    return Kind.COSIGNATURE;
  }

  @Override
  public Outcome obtain(SignedCheckpoint checkpoint) throws InterruptedException {
    var first = ask(checkpoint, seen);
    var known = conflict(first);
    if (known.isEmpty()) {
      return outcome(checkpoint, first);
    }
    if (known.getAsLong() > checkpoint.size()) {
      return new Outcome.Failed(
          "the witness has cosigned this log with %d lines, more than the %d of this checkpoint: were lines lost, or does another copy of this log go on?"
              .formatted(known.getAsLong(), checkpoint.size()));
    }
    var second = ask(checkpoint, known.getAsLong());
    return conflict(second).isPresent()
        ? new Outcome.Failed(
            "the witness knows this log with %d lines, and other ones than these: a fork"
                .formatted(known.getAsLong()))
        : outcome(checkpoint, second);
  }

  private Answer ask(SignedCheckpoint checkpoint, long old) throws InterruptedException {
    var body = body(checkpoint, Math.min(old, checkpoint.size()));
    if (body.isEmpty()) {
      return new Answer.Refused(
          "the tiles that prove how the log grew from %d to %d lines are missing"
              .formatted(old, checkpoint.size()));
    }
    var slash = config.url().endsWith("/") ? "" : "/";
    var answer =
        config
            .egress()
            .send(Call.post(config.url() + slash + "add-checkpoint", "text/plain", body.get()));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return answer;
  }

  /** The request; empty where no proof can be made. */
  private Optional<byte[]> body(SignedCheckpoint checkpoint, long old) {
    var tree = new TiledTree(TileSource.in(config.seals().folder()), checkpoint.size());
    return tree.consistency(old)
        .map(proof -> {
          var head = new StringBuilder("old ").append(old).append('\n');
          proof.path().forEach(hash -> head.append(hash.base64()).append('\n'));
          var out = new ByteArrayOutputStream();
          out.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
          out.writeBytes(checkpoint.bytes());
          return out.toByteArray();
        });
  }

  /** The size that the witness says it knows; empty where it says something else. */
  private static OptionalLong conflict(Answer answer) {
    if (answer instanceof Answer.Received received
        && received.status() == CONFLICT
        && received.header("Content-Type").orElse("").equals("text/x.tlog.size")) {
      var size = SIZE.matcher(received.text());
      return size.matches() ? OptionalLong.of(Long.parseLong(size.group(1))) : OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private Outcome outcome(SignedCheckpoint checkpoint, Answer answer) {
    return switch (answer) {
      case Answer.Refused(var why) -> new Outcome.Failed(why);
      case Answer.Unanswered(var why, var sent) -> new Outcome.Failed(why);
      case Answer.Received received when received.status() == 200 ->
          cosigned(checkpoint, received.content().bytes());
      case Answer.Received received -> new Outcome.Failed(refusal(received.status()));
    };
  }

  private static String refusal(int status) {
    return switch (status) {
      case 403 ->
          "the witness does not believe the keys of this log; give it the first line of"
              + " `keys.vkey`";
      case 404 -> "the witness does not know this log; give it the origin and `keys.vkey`";
      case 422 -> "the witness says that the log has not only grown since it last saw it: a fork";
      default -> "the witness answered with " + status;
    };
  }

  private Outcome cosigned(SignedCheckpoint checkpoint, byte[] lines) {
    var signatures = signatures(checkpoint, lines);
    if (signatures.isEmpty()) {
      return new Outcome.Failed("the witness' answer is not of signature lines");
    }
    return switch (check.check(signatures.get(), checkpoint, config.clock().instant())) {
      case Checked.Bad(var why) -> new Outcome.Failed("the cosignature does not hold: " + why);
      case Checked.Good(var at, var by) -> {
        seen = checkpoint.size();
        var own = signatures.get().stream().filter(config.key()::isNamedBy).limit(1).toList();
        yield new Outcome.Obtained(new Receipt(checkpoint.note().with(own).bytes(), at));
      }
    };
  }

  /** Lines of signatures and nothing else; empty where they are not. */
  private static Optional<List<NoteSignature>> signatures(
      SignedCheckpoint checkpoint, byte[] lines) {
    var text = new String(lines, StandardCharsets.UTF_8);
    if (!text.startsWith(DASH) || text.contains("\n\n")) {
      return Optional.empty();
    }
    var joined = checkpoint.note().text() + "\n" + text;
    return SignedNote.read(joined.getBytes(StandardCharsets.UTF_8))
            instanceof SignedNote.Read.Good(var note)
        ? Optional.of(note.signatures())
        : Optional.empty();
  }

  @Override
  public void close() {
    config.egress().close();
  }
}
