package dev.agentsafe.core.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tree, its tiles and its proofs are those of the definitions. */
final class MerkleTreeTest {
  private static final boolean DEEP = Boolean.getBoolean("deep");

  /** The eight entries with which implementations of RFC 6962 compare themselves, and the roots. */
  private static final List<String> ENTRIES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private final Map<String, byte[]> files = new HashMap<>();
  private final TileSource source =
      path ->
          Optional.ofNullable(files.get(path.path())).flatMap(content -> Tile.of(path, content));

  private static byte[] entry(int i) {
    return ("entry " + i).getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> leaves(int count) {
    var leaves = new ArrayList<byte[]>();
    for (var i = 0; i < count; i++) {
      leaves.add(PlainTlog.leaf(entry(i)));
    }
    return leaves;
  }

  private void keep(Tile tile) {
    files.put(tile.path().path(), tile.content());
  }

  /** A tree of that size whose tiles are in {@link #files}. */
  private OpenTiles grown(int size) {
    var tiles = new OpenTiles(this::keep);
    for (var i = 0; i < size; i++) {
      tiles.append(TreeHash.ofLeaf(entry(i)));
    }
    tiles.partial().forEach(this::keep);
    return tiles;
  }

  private static String hex(TreeHash hash) {
    return HexFormat.of().formatHex(hash.bytes());
  }

  private static List<String> hex(List<byte[]> hashes) {
    return hashes.stream().map(HexFormat.of()::formatHex).toList();
  }

  private static TreeHash hash(byte[] bytes) {
    return TreeHash.at(bytes, 0);
  }

  @Test
  void theRootsAreThoseOfOtherImplementations() {
    var range = new CompactRange();
    assertThat(hex(range.root())).isEqualTo(ROOTS.getFirst());
    for (var i = 0; i < ENTRIES.size(); i++) {
      range.append(TreeHash.ofLeaf(HexFormat.of().parseHex(ENTRIES.get(i))));
      assertThat(hex(range.root())).isEqualTo(ROOTS.get(i + 1));
    }
  }

  @Test
  void theTreeIsTheOneOfTheDefinitionAtEverySize() {
    var leaves = leaves(1100);
    var range = new CompactRange();
    var tiles = new OpenTiles(_ -> {});
    for (var n = 0; n <= leaves.size(); n++) {
      if (n < 20 || n % 37 == 0 || Math.abs(n % 256 - 128) > 126) {
        var root = HexFormat.of().formatHex(PlainTlog.mth(leaves.subList(0, n)));
        assertThat(hex(range.root())).as("size " + n).isEqualTo(root);
        assertThat(hex(tiles.root())).as("size " + n).isEqualTo(root);
        assertThat(hex(new CompactRange(n, range.edges()).root())).isEqualTo(root);
      }
      if (n < leaves.size()) {
        range.append(hash(leaves.get(n)));
        tiles.append(hash(leaves.get(n)));
      }
    }
  }

  @Test
  void aLeafThatIsHashedInPlaceIsTheSameAndLeavesEveryByteAsItWas() {
    var hasher = new TreeHasher();
    for (var length = 0; length < 200; length++) {
      var around = new byte[length + 3];
      Arrays.fill(around, (byte) '\n');
      var entry = ("x".repeat(length) + "!").substring(0, length).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(entry, 0, around, 2, length);
      var before = around.clone();
      var found = new byte[TreeHash.LENGTH];

      hasher.leafInPlace(around, 2, length, found, 0);

      assertThat(found).as("length " + length).isEqualTo(PlainTlog.leaf(entry));
      assertThat(around).isEqualTo(before);
    }
  }

  @Test
  void theTilesAreThoseOfTheDefinition() {
    // The example of the specification: 70,000 entries, five partial and full kinds of tiles.
    var leaves = leaves(70_000);
    grown(70_000);
    assertThat(files).hasSize(273 + 1 + 1 + 1 + 1);
    assertThat(files.get("tile/0/000")).isEqualTo(PlainTlog.tile(0, 0, leaves));
    assertThat(files.get("tile/0/272")).isEqualTo(PlainTlog.tile(0, 272, leaves));
    assertThat(files.get("tile/0/273.p/112")).isEqualTo(PlainTlog.tile(0, 273, leaves));
    assertThat(files.get("tile/1/000")).isEqualTo(PlainTlog.tile(1, 0, leaves));
    assertThat(files.get("tile/1/001.p/17")).isEqualTo(PlainTlog.tile(1, 1, leaves));
    assertThat(files.get("tile/2/000.p/1")).isEqualTo(PlainTlog.tile(2, 0, leaves));
  }

  @Test
  void aTreeGoesOnWhereItsTilesEnd() {
    for (var size : List.of(0, 1, 255, 256, 257, 511, 512, 65_536, 65_793)) {
      grown(size);
      var resumed = OpenTiles.resume(size, source, this::keep).orElseThrow();
      assertThat(resumed.size()).isEqualTo((long) size);
      for (var i = size; i < size + 300; i++) {
        resumed.append(TreeHash.ofLeaf(entry(i)));
      }
      assertThat(resumed.root()).as("size " + size).isEqualTo(grown(size + 300).root());
    }
    files.remove("tile/0/001.p/1");
    assertThat(OpenTiles.resume(257, source, this::keep)).isEmpty();
  }

  @Test
  void proofsFromTilesAreThoseOfTheDefinition() {
    var most = DEEP ? 1024 : 70;
    var leaves = leaves(most);
    for (var n = 1; n <= most; n += DEEP && n > 300 ? 31 : 1) {
      grown(n);
      var tree = new TiledTree(source, n);
      var seen = leaves.subList(0, n);
      var root = hash(PlainTlog.mth(seen));
      assertThat(tree.range().orElseThrow().root()).isEqualTo(root);
      for (var i = 0; i < n; i++) {
        var proof = tree.inclusion(i).orElseThrow();
        assertThat(hex(proof.path().stream().map(TreeHash::bytes).toList()))
            .isEqualTo(hex(PlainTlog.path(i, seen)));
        assertThat(proof.proves(hash(leaves.get(i)), root)).isTrue();
        var consistency = tree.consistency(i + 1).orElseThrow();
        assertThat(hex(consistency.path().stream().map(TreeHash::bytes).toList()))
            .isEqualTo(hex(PlainTlog.proof(i + 1, seen)));
        assertThat(consistency.proves(hash(PlainTlog.mth(leaves.subList(0, i + 1))), root))
            .isTrue();
      }
    }
  }

  @Test
  void everyProofOfASizeUpTo1024IsAcceptedAndNoneForAnotherPlace() {
    var most = DEEP ? 1024 : 140;
    grown(most);
    var roots = new ArrayList<TreeHash>();
    var range = new CompactRange();
    roots.add(range.root());
    for (var i = 0; i < most; i++) {
      range.append(TreeHash.ofLeaf(entry(i)));
      roots.add(range.root());
    }
    for (var n = 1; n <= most; n++) {
      grown(n);
      var tree = new TiledTree(source, n);
      for (var i = 0; i < n; i++) {
        var leaf = TreeHash.ofLeaf(entry(i));
        var proof = tree.inclusion(i).orElseThrow();
        assertThat(proof.proves(leaf, roots.get(n))).isTrue();
        assertThat(proof.proves(leaf, roots.get(n - 1))).isFalse();
        assertThat(new InclusionProof(i ^ 1, n, proof.path()).proves(leaf, roots.get(n))).isFalse();
        assertThat(proof.proves(TreeHash.ofLeaf(entry(i + 1)), roots.get(n))).isFalse();
        var grew = tree.consistency(i).orElseThrow();
        assertThat(grew.proves(roots.get(i), roots.get(n))).isTrue();
        assertThat(grew.proves(roots.get(i + 1), roots.get(n))).isFalse();
        // Every tree grew out of the empty one.
        assertThat(grew.proves(roots.get(i), roots.get(n - 1))).isEqualTo(i == 0);
      }
    }
  }

  @Test
  void mutatedProofsAreNotAccepted() {
    var random = new Random(7);
    var size = 1000;
    var tiles = grown(size);
    var tree = new TiledTree(source, size);
    var root = tiles.root();
    var rounds = DEEP ? 1_000_000 : 5_000;
    for (var round = 0; round < rounds; round++) {
      var index = random.nextInt(size);
      var proof = tree.inclusion(index).orElseThrow();
      var path = mutated(proof.path(), random);
      var other =
          switch (random.nextInt(4)) {
            case 0 -> new InclusionProof(index ^ 1 << random.nextInt(62), size, proof.path());
            default -> new InclusionProof(index, size, path);
          };
      assertThat(other.equals(proof) || !other.proves(TreeHash.ofLeaf(entry(index)), root))
          .as("%s of %s", other, proof)
          .isTrue();
      var first = 1 + random.nextInt(size - 1);
      var grew = tree.consistency(first).orElseThrow();
      var bent = new ConsistencyProof(first, size, mutated(grew.path(), random));
      assertThat(bent.equals(grew) || !bent.proves(before(first), root))
          .as("%s of %s", bent, grew)
          .isTrue();
    }
  }

  private final Map<Integer, TreeHash> roots = new HashMap<>();

  private TreeHash before(int size) {
    return roots.computeIfAbsent(size, n -> hash(PlainTlog.mth(leaves(n))));
  }

  private static List<TreeHash> mutated(List<TreeHash> path, Random random) {
    var changed = new ArrayList<>(path);
    var at = random.nextInt(Math.max(1, path.size()));
    switch (random.nextInt(5)) {
      case 0 -> changed.add(at, TreeHash.ofLeaf(new byte[] {(byte) random.nextInt()}));
      case 1 -> changed.remove(at);
      case 2 -> java.util.Collections.swap(changed, at, random.nextInt(path.size()));
      case 3 -> changed.add(path.get(at));
      default -> {
        var bytes = changed.get(at).bytes();
        bytes[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
        changed.set(at, hash(bytes));
      }
    }
    return changed;
  }

  @Test
  void proofsAgainstNonsenseAreRefusedWithoutAnException() {
    var some = TreeHash.ofLeaf(new byte[0]);
    for (var index : List.of(-1L, 0L, 5L, Long.MAX_VALUE, Long.MIN_VALUE)) {
      for (var size : List.of(-1L, 0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE)) {
        for (var length : List.of(0, 1, 64, 200)) {
          var path = java.util.Collections.nCopies(length, some);
          var whole = index == 0 && size == 1 && length == 0;
          assertThat(new InclusionProof(index, size, path).proves(some, some)).isEqualTo(whole);
          var same = index.equals(size) && size >= 0 && length == 0;
          assertThat(new ConsistencyProof(index, size, path).proves(some, some))
              .isEqualTo(same && size > 0);
        }
      }
    }
  }

  @Test
  void aTileHasOnePath() {
    assertThat(new TilePath(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    var random = new Random(3);
    for (var i = 0; i < 2000; i++) {
      var path =
          new TilePath(
              random.nextInt(64),
              random.nextLong(1L << random.nextInt(59)),
              1 + random.nextInt(256));
      assertThat(TilePath.parse(path.path())).contains(path);
      assertThat(path.path())
          .isEqualTo(
              PlainTlog.tileName(path.level(), path.index())
                  + (path.width() == 256 ? "" : ".p/" + path.width()));
    }
    for (var bad :
        List.of(
            "",
            "tile/0/0",
            "tile/00/000",
            "tile/64/000",
            "tile/0/x000/001",
            "tile/0/001.p/0",
            "tile/0/001.p/256",
            "tile/0/001.p/01",
            "tile/0/000/",
            "tile/0/000\n",
            "tile/0/../000",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
            "tile/entries/000")) {
      assertThat(TilePath.parse(bad)).as(bad).isEmpty();
    }
  }
}
