package dev.agentsafe.app.audit;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The verification of one log file, offline; belongs to the FX thread. */
public final class VerifyViewModel {
  private static final int AROUND = 2;
  private static final int SHOWN = 600;

  /** How far it is. */
  public sealed interface Stage {
    /** No file was chosen. */
    record Idle() implements Stage {}

    /** It is being read. */
    record Reading(String file) implements Stage {}

    /**
     * It was read.
     *
     * @param context the lines around the first bad one; empty where all are good
     */
    record Done(String file, Verdict verdict, Took took, List<Line> context) implements Stage {}

    /** It could not be read. */
    record Failed(String file, String why) implements Stage {}
  }

  /** How long it took, and how large the file is. */
  public record Took(long millis, long bytes) {}

  /** One line of a file, bounded, safe to show. */
  public record Line(long number, String text, boolean bad) {}

  private final Work work;
  private final ReadOnlyObjectWrapper<Stage> stage =
      new ReadOnlyObjectWrapper<>(this, "stage", new Stage.Idle());
  private final StringProperty file = new SimpleStringProperty(this, "file", "");

  /** A verification that begins with that file's name in its field. */
  public VerifyViewModel(Work work, String suggested) {
    this.work = work;
    file.set(suggested);
  }

  /** How far it is. */
  public ReadOnlyObjectProperty<Stage> stage() {
    return stage.getReadOnlyProperty();
  }

  /** The file's name as typed, picked or dropped. */
  public StringProperty file() {
    return file;
  }

  /** Verifies the file, away from the screen. */
  public void verify() {
    var name = file.get().strip();
    if (name.isEmpty() || stage.get() instanceof Stage.Reading) {
      return;
    }
    stage.set(new Stage.Reading(name));
    work.start(
        Words.of("verify.job", name),
        progress -> check(name),
        stage::set,
        why -> stage.set(new Stage.Failed(name, why)));
  }

  private static Stage check(String name) throws IOException {
    try {
      var path = Path.of(name);
      var began = System.nanoTime();
      var verdict = LogVerifier.verify(path);
      var millis = (System.nanoTime() - began) / 1_000_000;
      var bytes = Files.isRegularFile(path) ? Files.size(path) : 0;
      var context =
          verdict instanceof Verdict.Failed failed ? context(path, failed.line()) : List.<Line>of();
      return new Stage.Done(name, verdict, new Took(millis, bytes), context);
    } catch (InvalidPathException e) {
      return new Stage.Failed(name, Words.of("verify.nopath", name));
    }
  }

  private static List<Line> context(Path path, long bad) throws IOException {
    var lines = new ArrayList<Line>();
    // Bytes that are no UTF-8 are shown as such instead of ending the reading.
    try (var in = new BufferedInputStream(Files.newInputStream(path))) {
      var text = new StringBuilder();
      var number = 1L;
      for (int b; number <= bad + AROUND && (b = in.read()) >= 0; ) {
        if (b == '\n') {
          keep(lines, number++, text, bad);
        } else if (number >= bad - AROUND && text.length() <= SHOWN) {
          text.append((char) b);
        }
      }
      if (!text.isEmpty()) {
        keep(lines, number, text, bad);
      }
    }
    return lines;
  }

  private static void keep(List<Line> lines, long number, StringBuilder text, long bad) {
    if (number >= bad - AROUND && number <= bad + AROUND) {
      var bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      var line = new String(bytes, StandardCharsets.UTF_8);
      lines.add(new Line(number, Untrusted.line(line), number == bad));
    }
    text.setLength(0);
  }
}
