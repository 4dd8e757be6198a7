package dev.agentsafe.core;

import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Puts texts that belong together into their files: into all of them or into none, as far as a file
 * system can do that.
 *
 * <p>Everything is on the disk durably, the new texts and those that they replace, before the first
 * file changes; from there on files only get other names. Where that fails they get the old ones
 * back, which needs no room. A crash between two files leaves some of both. What a link makes one
 * file under two names is written once.
 */
record GroupWrite(Authoring.Saves saves, Disk disk) {
  private static final String NEXT = ".tmp";
  private static final String BACK = ".was.tmp";
  private static final String ELSEWISE = "somebody else changed it meanwhile";

  /** A text beside its file, and the one that the file holds. */
  private record Step(Authoring.Change change, DurableFile.Beside next, DurableFile.Beside back) {
    Path file() {
      return change.file();
    }

    void tidy() {
      next.discard();
      back.discard();
    }
  }

  /** Writes them, where all files still hold what the texts were made from, and records it. */
  Authoring.SavedTogether write(List<Authoring.Change> changes) {
    var other = changed(changes);
    if (other.isPresent()) {
      return new Authoring.SavedTogether.Changed(other.get());
    }
    var begun = new ArrayList<Authoring.Change>();
    for (var change : changes) {
      try {
        saves.begins(change.file(), change.base(), change.text());
      } catch (CoreException e) {
        return stopped(begun, change.file(), String.valueOf(e.getMessage()));
      }
      begun.add(change);
    }
    var steps = new ArrayList<Step>();
    var reached = new HashMap<Path, Authoring.Change>();
    try {
      for (var change : changes) {
        try {
          var first = reached.putIfAbsent(change.file().toRealPath(), change);
          if (first == null) {
            steps.add(prepared(change));
          } else if (!first.text().equals(change.text())) {
            return stopped(begun, change.file(), oneFile(first.file(), change.file()));
          }
        } catch (IOException e) {
          return stopped(begun, change.file(), words(e));
        }
      }
      // That took a while, in which somebody else may have saved one of them past the console.
      var meanwhile = changed(changes);
      if (meanwhile.isPresent()) {
        begun.forEach(c -> saves.failed(c.file(), FileWrite.Left.AS_IT_WAS, ELSEWISE + "."));
        return new Authoring.SavedTogether.Changed(meanwhile.get());
      }
      return moved(steps, changes);
    } finally {
      steps.forEach(Step::tidy);
    }
  }

  private static Optional<Path> changed(List<Authoring.Change> changes) {
    for (var change : changes) {
      try {
        if (!FileWrite.held(change.file()).equals(change.base())) {
          return Optional.of(change.file());
        }
      } catch (IOException e) {
        // What cannot be read is not what it was read as.
        return Optional.of(change.file());
      }
    }
    return Optional.empty();
  }

  /** A link leads from one of them to the other, and each is to hold something else. */
  private static String oneFile(Path first, Path second) {
    return "`%s` and `%s` are two names of one file. Take one of them away, then try again."
        .formatted(first.getFileName(), second.getFileName());
  }

  private Step prepared(Authoring.Change change) throws IOException {
    var next = beside(change, change.text(), NEXT);
    try {
      return new Step(change, next, beside(change, change.base(), BACK));
    } catch (IOException e) {
      next.discard();
      throw e;
    }
  }

  private DurableFile.Beside beside(Authoring.Change change, String text, String ending)
      throws IOException {
    return DurableFile.beside(disk, change.file(), text.getBytes(StandardCharsets.UTF_8), ending);
  }

  private Authoring.SavedTogether moved(List<Step> steps, List<Authoring.Change> changes) {
    var tried = new ArrayList<Step>();
    for (var step : steps) {
      tried.addFirst(step);
      try {
        demandBase(step);
        step.next().become();
      } catch (IOException e) {
        var why = new StringBuilder(words(e));
        tried.forEach(each -> back(each).ifPresent(said -> why.append(' ').append(said)));
        return stopped(changes, step.file(), why.toString());
      }
    }
    return new Authoring.SavedTogether.Done(saves.written(changes));
  }

  /** Those before it took a while too. */
  private static void demandBase(Step step) throws IOException {
    if (!FileWrite.held(step.file()).equals(step.change().base())) {
      throw new IOException(ELSEWISE);
    }
  }

  /** Puts back what a file held, unless it holds something that is not ours; says what fails. */
  private static Optional<String> back(Step step) {
    try {
      if (FileWrite.held(step.file()).equals(step.change().text())) {
        step.back().become();
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("`" + step.file().getFileName() + "` was not put back: " + words(e));
    }
  }

  /** Records of each what it holds now; nobody guesses. */
  private Authoring.SavedTogether.Stopped stopped(
      List<Authoring.Change> begun, Path file, String why) {
    var said = new StringBuilder(why);
    var others = new ArrayList<Path>();
    for (var change : begun) {
      var left = FileWrite.left(change.file(), change.base(), change.text());
      if (left != FileWrite.Left.AS_IT_WAS) {
        others.add(change.file());
      }
      try {
        saves.failed(change.file(), left, left.words() + ": " + why);
      } catch (CoreException e) {
        said.append(' ').append(e.getMessage());
      }
    }
    return new Authoring.SavedTogether.Stopped(others, file, said.toString());
  }

  private static String words(IOException e) {
    return e.getMessage() + ". Look at the disk, then try again.";
  }
}
