package dev.agentsafe.app.policy;

import dev.agentsafe.app.Main;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.app.work.FxWork;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.git.Checkout;
import dev.agentsafe.editors.typing.Selection;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event.ID;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * From a key in the window's own editor to its problems on the screen: the key is typed into the
 * area, the session looks at all files, the list of problems and the squiggles are laid out. Beside
 * it the events of the YAML library for the same text.
 *
 * <p>Every key makes a mistake or takes it back, so that what is shown changes each time, and comes
 * as fast as a key that is held down repeats. By the clock, once with the wait for the frame in
 * which it is laid out and once without: frames come 60 times a second whatever there is to do.
 */
public final class ScreenKeystrokes {
  private static final int WARM_UP = 300;
  private static final int KEYS = 400;

  /** So many keys were typed before those of a process that has settled. */
  private static final int SETTLED = Integer.getInteger("settled", 2_000);

  /** How many of the slowest keys are printed with what they consist of. */
  private static final int PARTS = Integer.getInteger("parts", 0);

  /** Milliseconds from a frame to the next key, as of a key that is held down. */
  private static final int PAUSE = 30;

  private static final List<String> ACTIONS =
      List.of("scale-*", "get-configmap", "update-image", "ec2-*", "restart-deployment", "iam-*");

  private ScreenKeystrokes() {}

  /** Prints p50, p95, p99 and the longest for each number of lines that is given. */
  public static void main(String[] lines) throws Exception {
    // Without a display JavaFX copies a frame with an object for each pixel, and that is collected.
    Toolkit.start(!Toolkit.hasDisplay());
    for (var count : lines) {
      measure(Integer.parseInt(count), false);
      if (!Boolean.getBoolean("alone")) {
        measure(Integer.parseInt(count), true);
      }
    }
    Platform.exit();
  }

  private static void measure(int lines, boolean preview) throws Exception {
    var folder = Files.createTempDirectory("keystrokes");
    var root = folder.resolve("ws");
    var quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Main.run(new String[] {"init", root.toString()}, quiet, quiet);
    var file = root.resolve("policies/50-teams.yaml");
    var text = rules(lines);
    Files.writeString(file, text);
    try (var work = new FxWork(new FxMonitor())) {
      var window = new Window(root, file, work, preview);
      var what = lines + " lines" + (preview ? ", with what the draft does" : "");
      if (preview) {
        report(what, window.type(WARM_UP));
      } else {
        report(what + ", first " + KEYS + " keys", window.type(0));
        report(what, window.type(Math.max(0, SETTLED - KEYS)));
      }
      window.close();
    }
    report(lines + " lines, events alone", parse(text));
  }

  private static String rules(int lines) {
    var random = new Random(1);
    var text = new StringBuilder("rules:\n");
    for (int i = 0; i < lines / 10; i++) {
      text.append("  - name: rule-").append(i).append('\n');
      text.append("    description: what team ").append(i % 80).append(" agreed on\n");
      text.append("    priority: ").append(random.nextInt(1, 1000)).append('\n');
      text.append("    match:\n      actions: [");
      text.append(ACTIONS.get(random.nextInt(6))).append("]\n");
      text.append("      targets:\n        environments: [prod]\n");
      text.append("      callers: {agent_ids: [agent-").append(i % 80).append("], roles: [role-");
      text.append(random.nextInt(20)).append("]}\n");
      text.append("    decision: ").append(random.nextBoolean() ? "deny" : "allow").append('\n');
      text.append("    reason: agreed on in review ").append(i).append('\n');
    }
    return text.toString();
  }

  private static long[] parse(String text) {
    var took = new long[60];
    for (int i = 0; i < took.length; i++) {
      long from = System.nanoTime();
      var parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
      while (!parser.checkEvent(ID.StreamEnd)) {
        parser.getEvent();
      }
      took[i] = System.nanoTime() - from;
    }
    return Arrays.copyOfRange(took, 20, took.length);
  }

  private static void report(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%-60s p50 %6.1f ms  p95 %6.1f ms  p99 %6.1f ms  longest %6.1f ms%n",
        what, at(nanos, 0.5), at(nanos, 0.95), at(nanos, 0.99), nanos[nanos.length - 1] / 1e6);
  }

  private static void report(String what, Took took) {
    report(what, took.working());
    report(what + ", in its frame", took.framed());
    processor(what, took.parts());
    parts(took.parts());
  }

  private static void processor(String what, List<KeyPart> parts) {
    report(what + ", screen's thread, processor", parts.stream().mapToLong(KeyPart::fx).toArray());
    report(what + ", language, processor", parts.stream().mapToLong(KeyPart::language).toArray());
    System.out.printf(
        "    means %s%n    compiled %d ms, collected %d times, %d ms%n",
        KeyPart.mean(parts),
        parts.stream().mapToLong(KeyPart::compiled).sum(),
        parts.stream().mapToLong(KeyPart::collections).sum(),
        parts.stream().mapToLong(KeyPart::collecting).sum());
  }

  private static void parts(List<KeyPart> parts) {
    var sorted =
        parts.stream().sorted(Comparator.comparingLong(KeyPart::total).reversed()).toList();
    sorted.stream().limit(PARTS).forEach(part -> System.out.println("    " + part));
    if (PARTS > 0) {
      System.out.println("    and in the middle");
      sorted.stream().skip(KEYS / 2).limit(3).forEach(part -> System.out.println("    " + part));
    }
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] / 1e6;
  }

  /**
   * Nanoseconds from a key to the screen.
   *
   * @param working without the wait for a frame
   * @param framed until the end of the frame in which it is laid out
   */
  private record Took(long[] working, long[] framed, List<KeyPart> parts) {}

  /** The screen with that file open. */
  private static final class Window {
    private final PolicyViewModel policies;
    private final Stage stage;
    private CountDownLatch shown = new CountDownLatch(1);
    private boolean isWrong;
    private volatile boolean isAsked;
    private boolean isAnswered;
    private long began;
    private long typed;
    private long found;
    private long answered;
    private long pulses;
    private long language;
    private KeyPart.Used before = new KeyPart.Used(0, 0, 0, 0, 0);
    private KeyPart.Used after = before;
    private long frame;
    private long end;

    Window(Path root, Path file, FxWork work, boolean preview) throws Exception {
      var workspace =
          switch (Workspace.load(root)) {
            case Loaded.Good<Workspace>(var loaded, var warnings) -> loaded;
            case Loaded.Bad<Workspace>(var problems) ->
                throw new IllegalStateException(problems.toString());
          };
      policies =
          Toolkit.call(
              () -> new PolicyViewModel(new Authoring(workspace.settings().paths()), work));
      stage =
          Toolkit.call(() -> {
            var desk =
                new DraftDesk(
                    DraftDesk.Ground.of(workspace),
                    DraftDesk.Entries.of(workspace.settings().paths().auditLog()));
            var beside =
                new PreviewViewModel(
                    new PreviewViewModel.Desk(
                        desk,
                        path -> List.of(),
                        new Drafting.Disk(),
                        root.resolve("agent-safe.yaml"),
                        new Checkout(root, workspace.settings().paths().auditLog())),
                    policies,
                    work,
                    Clock.systemUTC());
            var view = new PolicyView(policies, beside, seq -> {});
            var scene = new Scene(view, 1440, 900);
            new Theme().dress(scene);
            var opened = new Stage();
            opened.setScene(scene);
            opened.show();
            policies.problems().subscribe(this::found);
            scene.addPreLayoutPulseListener(() -> {
              frame = System.nanoTime();
              pulses++;
            });
            scene.addPostLayoutPulseListener(this::drawn);
            policies.open(file);
            if (preview) {
              beside.show();
            }
            return opened;
          });
      Waiting.until(() ->
          policies.draft().get().filter(d -> d.file().equals(file)).isPresent()
              && policies.language().findings().get().files().stream()
                  .anyMatch(f -> f.path().equals(file)));
    }

    /** The problems are known; whoever shows them has heard of it when this turn is over. */
    private void found() {
      boolean isFoundWrong =
          policies.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
      if (isAsked && isFoundWrong == isWrong) {
        isAsked = false;
        found = System.nanoTime();
        Platform.runLater(() -> {
          isAnswered = true;
          answered = System.nanoTime();
          Platform.requestNextPulse();
        });
      }
    }

    /** A frame was styled and laid out. */
    private void drawn() {
      if (isAnswered) {
        isAnswered = false;
        end = System.nanoTime();
        after = KeyPart.Used.now(language);
        shown.countDown();
      }
    }

    private CodeView code() {
      return (CodeView) stage.getScene().getRoot().lookup(".code-view");
    }

    /** Types, and measures once that many keys were typed. */
    Took type(int warmUp) throws Exception {
      Toolkit.call(() -> {
        var text = code().text();
        int at = text.indexOf('\n', text.indexOf("    decision: ", text.length() / 2));
        code().select(Selection.at(at));
        return true;
      });
      var took = new Took(new long[KEYS], new long[KEYS], new ArrayList<>());
      language = KeyPart.Used.languageThread();
      for (int i = -warmUp; i < KEYS; i++) {
        isWrong = i % 2 == 0;
        shown = new CountDownLatch(1);
        isAsked = true;
        Thread.sleep(PAUSE);
        long from = System.nanoTime();
        Platform.runLater(this::key);
        if (!shown.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a key was never answered");
        }
        if (i >= 0) {
          took.working()[i] = answered - from + end - frame;
          took.framed()[i] = end - from;
          took.parts()
              .add(
                  new KeyPart(
                      i,
                      began - from,
                      typed - began,
                      found - typed,
                      answered - found,
                      end - frame,
                      pulses,
                      after.fx() - before.fx(),
                      after.language() - before.language(),
                      after.compiled() - before.compiled(),
                      after.collections() - before.collections(),
                      after.collecting() - before.collecting()));
        }
      }
      return took;
    }

    private void key() {
      before = KeyPart.Used.now(language);
      began = System.nanoTime();
      pulses = 0;
      Node area = code().lookup(".code-area");
      Event.fireEvent(
          area,
          isWrong
              ? new KeyEvent(
                  KeyEvent.KEY_TYPED, "x", "", KeyCode.UNDEFINED, false, false, false, false)
              : new KeyEvent(
                  KeyEvent.KEY_PRESSED, "", "", KeyCode.BACK_SPACE, false, false, false, false));
      typed = System.nanoTime();
    }

    void close() throws Exception {
      Toolkit.call(() -> {
        stage.close();
        return true;
      });
    }
  }
}
