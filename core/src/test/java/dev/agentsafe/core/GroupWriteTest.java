package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.FaultyDisk;
import dev.agentsafe.core.durable.FullDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are written together hold all of the new texts or all of the old ones. */
final class GroupWriteTest {
  private static final int MORE_THAN_ALL_OPERATIONS = 60;
  private static final Authoring.Force COUNTS = new Authoring.Force.Waits("a test");

  @TempDir Path folder;
  private final Map<String, String> recorded = new TreeMap<>();
  private Runnable preparing = () -> {};

  @BeforeEach
  void write() throws IOException {
    for (var name : List.of("a", "b", "c")) {
      Files.writeString(folder.resolve(name + ".yaml"), "old " + name + "\n");
    }
  }

  /** A record in memory. */
  private final class Saves implements Authoring.Saves {
    @Override
    public void begins(Path what, String before, String after) {
      recorded.put(name(what), "begins");
      preparing.run();
    }

    @Override
    public void failed(Path what, FileWrite.Left left, String why) {
      recorded.put(name(what), left.name());
    }

    @Override
    public Authoring.Force written(List<Authoring.Change> together) {
      together.forEach(change -> recorded.put(name(change.file()), "written"));
      return COUNTS;
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Authoring.SavedTogether saveOn(Disk disk) {
    var changes =
        List.of("a", "b", "c").stream()
            .map(name ->
                new Authoring.Change(
                    folder.resolve(name + ".yaml"), "old " + name + "\n", "new " + name + "\n"))
            .toList();
    return new GroupWrite(new Saves(), disk).write(changes);
  }

  private Map<String, String> held() {
    var held = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        held.put(name(file), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return held;
  }

  private static Map<String, String> all(String age) {
    return new TreeMap<>(
        Map.of("a.yaml", age + " a\n", "b.yaml", age + " b\n", "c.yaml", age + " c\n"));
  }

  private static Map<String, String> each(String word) {
    return new TreeMap<>(Map.of("a.yaml", word, "b.yaml", word, "c.yaml", word));
  }

  @Test
  void allAreWrittenAndStayOpenToWhomTheyWere() throws Exception {
    var mine = folder.resolve("b.yaml");
    Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rw-------"));
    assertThat(saveOn(Disk.real())).isEqualTo(new Authoring.SavedTogether.Done(COUNTS));
    assertThat(held()).isEqualTo(all("new"));
    assertThat(recorded).isEqualTo(each("written"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mine)))
        .isEqualTo("rw-------");
  }

  @Test
  void twoNamesOfOneFileHoldTheNewTextBothAndStayOneFile() throws Exception {
    var link = folder.resolve("link.yaml");
    Files.createSymbolicLink(link, folder.resolve("a.yaml"));
    var twin = Files.createLink(folder.resolve("twin.yaml"), folder.resolve("b.yaml"));
    var changes =
        List.of(
            new Authoring.Change(folder.resolve("a.yaml"), "old a\n", "new a\n"),
            new Authoring.Change(folder.resolve("b.yaml"), "old b\n", "new b\n"),
            new Authoring.Change(link, "old a\n", "new a\n"),
            new Authoring.Change(twin, "old b\n", "new b\n"));
    assertThat(new GroupWrite(new Saves(), Disk.real()).write(changes))
        .isEqualTo(new Authoring.SavedTogether.Done(COUNTS));
    assertThat(held())
        .containsEntry("a.yaml", "new a\n")
        .containsEntry("link.yaml", "new a\n")
        .containsEntry("b.yaml", "new b\n")
        .containsEntry("twin.yaml", "new b\n")
        .hasSize(5);
    assertThat(link).isSymbolicLink();
    assertThat(recorded.values()).containsOnly("written");
    assertThat(recorded).containsKeys("a.yaml", "link.yaml", "b.yaml", "twin.yaml");
  }

  @Test
  void twoNamesOfOneFileThatAreToHoldDifferentTextsAreBothNamed() throws Exception {
    var link = folder.resolve("link.yaml");
    Files.createSymbolicLink(link, folder.resolve("a.yaml"));
    var changes =
        List.of(
            new Authoring.Change(folder.resolve("a.yaml"), "old a\n", "new a\n"),
            new Authoring.Change(link, "old a\n", "other\n"));
    assertThat(new GroupWrite(new Saves(), Disk.real()).write(changes))
        .isInstanceOfSatisfying(
            Authoring.SavedTogether.Stopped.class,
            stopped -> {
              assertThat(stopped.written()).isEmpty();
              assertThat(stopped.why())
                  .startsWith("`a.yaml` and `link.yaml` are two names of one file.");
            });
    var expected = all("old");
    expected.put("link.yaml", "old a\n");
    assertThat(held()).isEqualTo(expected);
    assertThat(recorded.values()).containsOnly("AS_IT_WAS");
  }

  @Test
  void noneIsWrittenWhereTheDiskIsFullForTheLastOfThem() {
    var disk = new FullDisk(folder.resolve("c.yaml.tmp"));
    disk.leaveRoomFor(3);
    assertThat(saveOn(disk))
        .isInstanceOfSatisfying(
            Authoring.SavedTogether.Stopped.class,
            stopped -> {
              assertThat(stopped.written()).isEmpty();
              assertThat(stopped.file()).hasFileName("c.yaml");
              assertThat(stopped.why()).contains("No space left on device");
            });
    assertThat(held()).isEqualTo(all("old"));
    assertThat(recorded).isEqualTo(each("AS_IT_WAS"));
  }

  @Test
  void noneIsWrittenWhereOneChangesWhileTheOthersAreMadeReady() {
    preparing = () -> put("c.yaml", "theirs\n");
    assertThat(saveOn(Disk.real()))
        .isEqualTo(new Authoring.SavedTogether.Changed(folder.resolve("c.yaml")));
    var expected = all("old");
    expected.put("c.yaml", "theirs\n");
    assertThat(held()).isEqualTo(expected);
    assertThat(recorded).isEqualTo(each("AS_IT_WAS"));
    preparing = () -> {};
    recorded.clear();
    assertThat(saveOn(Disk.real())).isInstanceOf(Authoring.SavedTogether.Changed.class);
    assertThat(recorded).as("nothing was begun").isEmpty();
  }

  @Test
  void whatSomebodyElseWritesInTheMiddleIsNotPutBackOver() {
    var renames = new ArrayList<Path>();
    var disk =
        new Renaming((from, to) -> {
          renames.add(to);
          if (renames.size() == 2) {
            put("a.yaml", "theirs\n");
            throw new IOException("no answer");
          }
        });
    assertThat(saveOn(disk))
        .isInstanceOfSatisfying(
            Authoring.SavedTogether.Stopped.class,
            stopped -> assertThat(stopped.written()).containsExactly(folder.resolve("a.yaml")));
    assertThat(held()).containsEntry("a.yaml", "theirs\n").containsEntry("b.yaml", "old b\n");
    assertThat(recorded).containsEntry("a.yaml", "UNKNOWN").containsEntry("c.yaml", "AS_IT_WAS");
  }

  @Test
  void whatSomebodyElseWritesAfterTheFirstIsNotWrittenOver() {
    var disk = new Renaming((from, to) -> put("c.yaml", "theirs\n"));
    assertThat(saveOn(disk))
        .isInstanceOfSatisfying(
            Authoring.SavedTogether.Stopped.class,
            stopped -> {
              assertThat(stopped.written()).containsExactly(folder.resolve("c.yaml"));
              assertThat(stopped.file()).hasFileName("c.yaml");
              assertThat(stopped.why()).startsWith("somebody else changed it meanwhile. ");
            });
    var expected = all("old");
    expected.put("c.yaml", "theirs\n");
    assertThat(held()).isEqualTo(expected);
    var said = each("AS_IT_WAS");
    said.put("c.yaml", "UNKNOWN");
    assertThat(recorded).isEqualTo(said);
  }

  /** Wherever an operation fails once, the files are as they were and nothing lies beside them. */
  @ParameterizedTest
  @EnumSource(FaultyDisk.Fault.class)
  void aFaultThatPassesLeavesAllAsTheyWere(FaultyDisk.Fault fault) throws IOException {
    int struck = 0;
    for (int good = 0; good < MORE_THAN_ALL_OPERATIONS; good++) {
      write();
      var disk = new FaultyDisk(good, fault, false);
      var came = saveOn(disk);
      struck += disk.struck() ? 1 : 0;
      assertThat(held()).as(fault + " " + good).isEqualTo(all(disk.struck() ? "old" : "new"));
      assertThat(recorded).isEqualTo(each(disk.struck() ? "AS_IT_WAS" : "written"));
      assertThat(came instanceof Authoring.SavedTogether.Done).isNotEqualTo(disk.struck());
    }
    assertThat(struck).isBetween(30, MORE_THAN_ALL_OPERATIONS - 1);
  }

  /** Where the disk is gone for good, what is said of the files is what they hold. */
  @ParameterizedTest
  @EnumSource(FaultyDisk.Fault.class)
  void whereNothingCanBePutBackItIsSaidWhichFilesAreOthers(FaultyDisk.Fault fault)
      throws IOException {
    int mixed = 0;
    for (int good = 0; good < MORE_THAN_ALL_OPERATIONS; good++) {
      write();
      var disk = new FaultyDisk(good, fault, true);
      var came = saveOn(disk);
      if (!disk.struck()) {
        continue;
      }
      var others = new ArrayList<Path>();
      for (var entry : all("new").entrySet()) {
        boolean isNew = entry.getValue().equals(held().get(entry.getKey()));
        if (isNew) {
          others.add(folder.resolve(entry.getKey()));
        }
        assertThat(recorded).containsEntry(entry.getKey(), isNew ? "UNCONFIRMED" : "AS_IT_WAS");
      }
      mixed += others.isEmpty() ? 0 : 1;
      assertThat(came)
          .isInstanceOfSatisfying(
              Authoring.SavedTogether.Stopped.class,
              stopped -> {
                assertThat(stopped.written()).isEqualTo(others);
                if (!others.isEmpty()) {
                  assertThat(stopped.why()).contains("was not put back");
                }
              });
    }
    assertThat(mixed).isPositive();
  }

  private interface Move {
    void run(Path from, Path to) throws IOException;
  }

  /** A disk on which something happens before a file gets another name. */
  private record Renaming(Move before) implements Disk {
    @Override
    public Storage open(Path what) throws IOException {
      return Disk.real().open(what);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      before.run(from, to);
      Disk.real().rename(from, to);
    }

    @Override
    public void forceFolder(Path what) throws IOException {
      Disk.real().forceFolder(what);
    }
  }

  private void put(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
