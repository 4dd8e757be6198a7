package dev.agentsafe.app.demo;

import dev.agentsafe.app.rollback.RollbackViewModel;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.GovernorSeat;
import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.tour.Picture;
import dev.agentsafe.app.window.ConsoleWindow;
import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.app.work.FxWork;
import dev.agentsafe.app.work.Painted;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The operator's part, done through the console's own view-models on its own screens. */
class ScreenHand implements Hand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofMillis(600);

  private final FxMonitor monitor = new FxMonitor();
  private final FxWork work = new FxWork(monitor);
  private final Governor governor;
  private final ConsoleWindow window;
  private final Stage stage;
  private final Path pictures;

  /** Opens the console over that world and waits until its screens are there. */
  ScreenHand(DemoWorld world, Path pictures) throws InterruptedException {
    this.governor = world.governor();
    this.pictures = pictures;
    var theme = new Theme();
    theme.look().set(Look.LIGHT);
    var seat =
        new GovernorSeat(world.governor(), world.operator(), world.gateway().url().getAuthority());
    window = Toolkit.call(() -> new ConsoleWindow(work, theme, Clock.systemUTC(), "demo"));
    stage =
        Toolkit.call(() -> {
          var scene = new Scene(window.view(), 1440, 900);
          theme.dress(scene);
          var opened = new Stage();
          opened.setTitle("Agent-Safe Console");
          opened.setScene(scene);
          opened.show();
          return opened;
        });
    // From the first frame on: before it there is no window that could be held.
    var painted = new CountDownLatch(1);
    Toolkit.call(() -> {
      Painted.then(
          stage.getScene(),
          () -> {
            monitor.watch(stage.getScene());
            painted.countDown();
          });
      return painted;
    });
    painted.await();
    window.warmUp();
    work.quietly(progress -> seat, window::open, why -> {});
    await("the screens", () -> window.models().isPresent());
    Thread.sleep(SETTLING);
  }

  @Override
  public Duration see(ApprovalId question, long sinceNanos) throws InterruptedException {
    await("the question to be in the inbox", () -> hasRow(question));
    var seen = Duration.ofNanos(System.nanoTime() - sinceNanos);
    monitor.input(() -> {
      models().inbox().select(question);
      return question;
    });
    await("the evidence", () -> showsEvidence(question));
    Thread.sleep(SETTLING);
    return seen;
  }

  /** Waits until a question is a row of the inbox, and says how long after that. */
  Duration appears(ApprovalId question, long sinceNanos) throws InterruptedException {
    await("the question to be in the inbox", () -> hasRow(question));
    return Duration.ofNanos(System.nanoTime() - sinceNanos);
  }

  /** A vote is on the evidence that was shown: one that is cast before it came does not count. */
  private boolean showsEvidence(ApprovalId question) {
    var inView = models().inbox().selected().get().filter(row -> row.id().equals(question));
    return inView
        .map(row -> row.question().get().now().evidence())
        .filter(evidence -> !(evidence instanceof Rehearsal.Outcome.Gathering))
        .isPresent();
  }

  /** Brings a question into view and approves it; says when it was clicked. */
  long answer(ApprovalId question, String reason) throws InterruptedException {
    monitor.input(() -> {
      models().inbox().select(question);
      return true;
    });
    await("the evidence", () -> showsEvidence(question));
    await(
        "the question in view",
        () -> models().inbox().answer().approvable().get() || ready(reason));
    return monitor.input(() -> {
      long now = System.nanoTime();
      models().inbox().answer().approve();
      return now;
    });
  }

  private boolean ready(String reason) {
    models().inbox().answer().reason().set(reason);
    return models().inbox().answer().approvable().get();
  }

  /** Does something aside, on a thread that keeps nobody waiting. */
  void aside(Runnable action) {
    work.quietly(
        progress -> {
          action.run();
          return true;
        },
        done -> {},
        why -> {});
  }

  private boolean hasRow(ApprovalId question) {
    return models().inbox().rows().stream().anyMatch(r -> r.id().equals(question));
  }

  @Override
  public long approve(ApprovalId question, String reason) throws InterruptedException {
    long clicked =
        monitor.input(() -> {
          var answer = models().inbox().answer();
          answer.reason().set(reason);
          long now = System.nanoTime();
          answer.approve();
          return now;
        });
    await("the answer to be counted", () -> !models().inbox().answer().busy().get());
    Thread.sleep(SETTLING);
    return clicked;
  }

  @Override
  public void agree(ApprovalId question, String target, String reason) throws InterruptedException {
    await("the question to be in the inbox", () -> hasRow(question));
    monitor.input(() -> {
      models().inbox().select(question);
      return true;
    });
    // What is typed goes where the evidence comes anew: it is typed again until it counts.
    await(
        "the answer to be counted",
        () -> {
          if (isSettled(question)) {
            return true;
          }
          var answer = models().inbox().answer();
          answer.typedTarget().set(target);
          if (!answer.busy().get() && ready(reason)) {
            answer.approve();
          }
          return false;
        });
  }

  private boolean isSettled(ApprovalId question) {
    return !(governor.standing(question).orElseThrow() instanceof Standing.Pending);
  }

  @Override
  public RolledBack rollBack(String auditId) throws InterruptedException {
    open(auditId);
    picture("rollback-plan");
    var done = submit(auditId);
    Thread.sleep(SETTLING);
    return done;
  }

  @Override
  public RolledBack undo(String auditId) throws InterruptedException {
    open(auditId);
    return submit(auditId);
  }

  /** Opens the panel of a roll-back and waits until its plan is there. */
  private void open(String auditId) throws InterruptedException {
    monitor.input(() -> {
      window.shell().show("runs");
      models().runs().undo(auditId);
      return auditId;
    });
    await("the roll-back's plan", () -> isPlanned(models().runs().rollback().stage().get()));
  }

  private RolledBack submit(String auditId) throws InterruptedException {
    var rollback = models().runs().rollback();
    var drift = Toolkit.call(() -> drift(rollback.stage().get()));
    monitor.input(() -> {
      rollback.submit();
      return auditId;
    });
    await("the roll-back to end", () -> isOver(rollback.stage().get()));
    var done = Toolkit.call(() -> told(rollback.stage().get()));
    return new RolledBack(done.restored(), done.words(), drift);
  }

  private static List<String> drift(RollbackViewModel.Stage stage) {
    return stage instanceof RollbackViewModel.Stage.Ready(var preview)
        ? RollbackViewModel.drift(preview).stream()
            .map(c -> c.path() + " " + shown(c.before()) + " → " + shown(c.after()))
            .toList()
        : List.of();
  }

  private static String shown(Optional<Value> value) {
    return value.map(CanonicalJson::text).orElse("nothing");
  }

  private static boolean isPlanned(RollbackViewModel.Stage stage) {
    return stage instanceof RollbackViewModel.Stage.Ready
        || stage instanceof RollbackViewModel.Stage.Impossible;
  }

  private static boolean isOver(RollbackViewModel.Stage stage) {
    return switch (stage) {
      case RollbackViewModel.Stage.Running(var preview, var run) ->
          run.filter(r -> r.over()).isPresent();
      case RollbackViewModel.Stage.Impossible i -> true;
      case RollbackViewModel.Stage.Refused r -> true;
      case RollbackViewModel.Stage.Asked a -> true;
      case RollbackViewModel.Stage.Closed c -> false;
      case RollbackViewModel.Stage.Reading r -> false;
      case RollbackViewModel.Stage.Ready r -> false;
      case RollbackViewModel.Stage.Sending s -> false;
    };
  }

  static RolledBack told(RollbackViewModel.Stage stage) {
    return switch (stage) {
      case RollbackViewModel.Stage.Running(var preview, var run) ->
          run.flatMap(r -> r.record())
              .map(record -> restored(preview, record))
              .orElse(new RolledBack(false, "it still runs"));
      case RollbackViewModel.Stage.Impossible(var why) -> new RolledBack(false, why);
      case RollbackViewModel.Stage.Refused(var why) -> new RolledBack(false, why);
      case RollbackViewModel.Stage.Asked(var preview, var request) ->
          new RolledBack(false, "somebody else has to agree first: " + request);
      case RollbackViewModel.Stage.Closed c -> new RolledBack(false, "it was put away");
      case RollbackViewModel.Stage.Reading r -> new RolledBack(false, "it was not planned");
      case RollbackViewModel.Stage.Ready r -> new RolledBack(false, "it was not submitted");
      case RollbackViewModel.Stage.Sending s -> new RolledBack(false, "it was not answered");
    };
  }

  private static RolledBack restored(
      dev.agentsafe.core.RollbackPreview.Ready preview, RunRecord record) {
    boolean same =
        RollbackViewModel.left(preview, record).stream().allMatch(change -> change.same());
    return record instanceof RunRecord.Succeeded && same
        ? new RolledBack(true, "executed; the state is again the state before")
        : new RolledBack(false, "the state is not the state before: " + record);
  }

  @Override
  public void picture(String name) throws InterruptedException {
    await(
        "the run in view to end",
        () -> models().inbox().run().get().map(Execution::over).orElse(true));
    Thread.sleep(SETTLING);
    var image = Toolkit.call(() -> stage.getScene().snapshot(null));
    try {
      Files.createDirectories(pictures);
      Files.write(pictures.resolve(name + ".png"), Picture.png(image));
    } catch (IOException e) {
      throw new CoreException("The picture `" + name + "` could not be written.", e);
    }
  }

  @Override
  public void showAudit() throws InterruptedException {
    monitor.input(() -> {
      window.shell().show("log");
      models().log().refresh();
      return true;
    });
    Thread.sleep(SETTLING);
    picture("audit-log");
    monitor.input(() -> {
      window.shell().show("verify");
      models().verify().verify();
      return true;
    });
    Thread.sleep(SETTLING);
  }

  @Override
  public FxMonitor monitor() {
    return monitor;
  }

  ConsoleWindow.Models models() {
    return window.models().orElseThrow();
  }

  /** Waits on the screen's own answers. */
  static void await(String what, Callable<Boolean> there) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!Toolkit.call(there)) {
      if (System.nanoTime() > until) {
        throw new CoreException("Waited in vain for " + what + ".");
      }
      Thread.sleep(2);
    }
  }

  @Override
  public void close() {
    try {
      Toolkit.call(() -> {
        stage.close();
        return true;
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    work.close();
  }
}
