package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.audit.SeenCheckpoints;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.journal.SealKeys.Pair;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.SignedNote;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signs what a journal is, and keeps the checkpoints; used by one thread at a time.
 *
 * <p>The order of writing is: tiles, keys, the checkpoint under its size, the latest checkpoint;
 * each is durable before the next begins. So whoever finds a checkpoint finds what proves it. A
 * crash in between leaves tiles or a checkpoint too many: the tiles are those of the same lines and
 * are taken up by the next attempt, the checkpoint is held to as {@link LatestSeal} says.
 */
final class Seals {
  private static final System.Logger LOG = System.getLogger("dev.agentsafe.journal");
  private static final String ROTATION =
      "\"event_type\": \"" + EntryType.KEY_ROTATION.value() + "\"";

  /** So many lines at most are verified again after a crash; remembering costs a force or two. */
  private static final long OFTEN = 1 << 16;

  private final SealFolder files;
  private final Disk disk;
  private final Signing signing;
  private final SealedTree tree;

  /** Up to where it is remembered that the journal was verified. */
  private long remembered;

  private volatile int inForce;

  private Optional<Pair> pair = Optional.empty();

  /**
   * What signing takes.
   *
   * @param origin the journal's name in its checkpoints
   * @param memory where it is remembered how far the journal was verified
   */
  record Signing(String origin, SealKeys keys, Clock clock, SeenCheckpoints memory) {}

  private Seals(SealFolder files, Disk disk, Signing signing, SealedTree tree, int inForce) {
    this.files = files;
    this.disk = disk;
    this.signing = signing;
    this.tree = tree;
    this.inForce = inForce;
  }

  /**
   * Goes on after a checkpoint, or with none.
   *
   * @throws CoreException where keys of ours did not sign the checkpoint
   */
  static Seals after(
      Optional<LatestSeal> latest, SealedTree tree, SealFolder files, Disk disk, Signing signing)
      throws IOException {
    if (latest.isEmpty()) {
      return new Seals(files, disk, signing, tree, 1);
    }
    var seals = new Seals(files, disk, signing, tree, generationOf(latest.get(), files, signing));
    if (LatestSeal.readIfThere(files.checkpoint())
        .filter(seal -> seal.checkpoint().equals(latest.get().checkpoint()))
        .isEmpty()) {
      DurableFile.write(disk, files.checkpoint(), latest.get().note().bytes());
    }
    return seals;
  }

  private static int generationOf(LatestSeal latest, SealFolder files, Signing signing)
      throws IOException {
    var note = latest.note().bytes();
    var known = signing.keys().verifiers();
    var all = known.stream().flatMap(List::stream).toList();
    if (latest.checkpoint().origin().equals(signing.origin())
        && Checkpoint.open(note, all)
            instanceof Checkpoint.Opened.Good(var checkpoint, var read, var signers)) {
      for (var generation = known.size(); generation > 0; generation--) {
        if (signers.containsAll(known.get(generation - 1))) {
          return generation;
        }
      }
    }
    throw new CoreException(
        "the checkpoint `%s` was not signed with the keys of this workspace, `%s`; restore them from a backup, or find out who signed it"
            .formatted(files.checkpoint(), signing.keys()));
  }

  /** When the latest checkpoint was written, as the file system tells it. */
  Optional<Instant> sealedAt() throws IOException {
    return Files.exists(files.checkpoint())
        ? Optional.of(Files.getLastModifiedTime(files.checkpoint()).toInstant())
        : Optional.empty();
  }

  /** How far the journal is sealed. */
  SealedTree.Edge edge() {
    return tree.edge();
  }

  /** The generation of keys that is in force, after all rotations that are sealed. */
  int generation() {
    return inForce;
  }

  SealKeys keys() {
    return signing.keys();
  }

  /** Remembers up to where this machine knows the journal to be as it was written. */
  void remember() {
    var edge = edge();
    if (edge.size() == remembered) {
      return;
    }
    try {
      signing
          .memory()
          .remember(
              new SeenCheckpoints.Seen(
                  new Checkpoint(signing.origin(), edge.size(), edge.root()),
                  signing.keys().verifiers().get(inForce - 1).getFirst(),
                  tree.log(),
                  edge.bytes()));
      remembered = edge.size();
    } catch (IOException e) {
      // The next opening reads more than it would have to.
      LOG.log(System.Logger.Level.WARNING, "what was verified is not remembered", e);
    }
  }

  /** Seals the lines up to there, where that is more than is sealed. */
  void seal(Chain.Head head) throws IOException {
    if (head.size() <= edge().size()) {
      return;
    }
    var pairs = new ArrayList<Pair>();
    pairs.add(current());
    var grown =
        tree.grow(
            head,
            (seq, line) -> {
              if (isRotation(seq, line)) {
                pairs.add(rotated(seq, line));
              }
            });
    var note = sign(new Checkpoint(signing.origin(), head.size(), grown.edge().root()), pairs);
    writeKeys(pairs);
    DurableFile.write(disk, files.checkpoint(), note.bytes());
    pair = Optional.of(pairs.getLast());
    inForce = pairs.getLast().generation();
    try {
      tree.settle(grown);
    } catch (IOException e) {
      // Old partial tiles take room and do no harm.
      LOG.log(System.Logger.Level.WARNING, "old tiles were not removed", e);
    }
    if (edge().size() - remembered >= OFTEN) {
      remember();
    }
  }

  private Pair current() {
    var read = pair.orElseGet(() -> signing.keys().generation(inForce));
    pair = Optional.of(read);
    return read;
  }

  /** The note under its size: never are two checkpoints of one size given out. */
  private SignedNote sign(Checkpoint checkpoint, List<Pair> pairs) throws IOException {
    var file = files.checkpoint(checkpoint.size());
    var earlier = LatestSeal.readIfThere(file);
    if (earlier.isPresent()) {
      if (!earlier.get().checkpoint().equals(checkpoint)) {
        throw new IOException("`" + file + "` was signed for other lines");
      }
      return earlier.get().note();
    }
    List<NoteKey> keys = pairs.stream().flatMap(p -> p.both().stream()).toList();
    var note = checkpoint.sign(keys, signing.clock().instant());
    DurableFile.createFolders(disk, files.checkpoints());
    DurableFile.write(disk, file, note.bytes());
    if (!file.toFile().setReadOnly()) {
      LOG.log(System.Logger.Level.DEBUG, "`{0}` stays writable", file);
    }
    return note;
  }

  private void writeKeys(List<Pair> pairs) throws IOException {
    var known = files.readKeys();
    var all = new ArrayList<>(known);
    for (var verifier : pairs.stream().flatMap(p -> p.verifiers().stream()).toList()) {
      if (!all.contains(verifier)) {
        all.add(verifier);
      }
    }
    if (!all.equals(known)) {
      var text = all.stream().map(k -> k.vkey() + "\n").collect(Collectors.joining());
      DurableFile.write(disk, files.keys(), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean isRotation(long seq, byte[] line) {
    return new String(line, StandardCharsets.ISO_8859_1).contains(ROTATION)
        && LogReader.entry(seq, line)
            .filter(e -> e.chain().type().equals(EntryType.KEY_ROTATION))
            .isPresent();
  }

  /** The generation that an entry announces. */
  private Pair rotated(long seq, byte[] line) throws IOException {
    var context = LogReader.entry(seq, line).orElseThrow().context();
    if (context.get("generation").orElse(Value.NULL) instanceof Value.Int(BigInteger number)
        && number.bitLength() < Integer.SIZE
        && signing.keys().exists(number.intValue())) {
      var announced = signing.keys().generation(number.intValue());
      if (context.get("keys").equals(Optional.of(texts(announced.verifiers())))) {
        return announced;
      }
    }
    throw new IOException(
        "entry %d announces keys that are not in `%s`".formatted(seq, signing.keys()));
  }

  static Value texts(List<VerifierKey> keys) {
    return Value.texts(keys.stream().map(VerifierKey::vkey).toList());
  }
}
