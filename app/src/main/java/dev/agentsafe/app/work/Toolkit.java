package dev.agentsafe.app.work;

import dev.agentsafe.core.CoreException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;

/** Starts the JavaFX toolkit, with or without a display; thread-safe. */
public final class Toolkit {
  private static final String ADVICE =
      " Under Linux a window needs GTK 3 (the package libgtk-3-0 or gtk3) and a display that"
          + " $DISPLAY names; without DISPLAY the demo runs without a window, and `agent-safe"
          + " serve` runs the gateway alone.";

  private Toolkit() {}

  /** Whether there is a display to open a window on. */
  public static boolean hasDisplay() {
    var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    var other = system.contains("win") || system.contains("mac");
    return other || given("DISPLAY") || given("WAYLAND_DISPLAY");
  }

  private static boolean given(String variable) {
    var value = System.getenv(variable);
    return value != null && !value.isBlank();
  }

  /**
   * Starts the toolkit once; later calls change nothing.
   *
   * @param headless whether to do without a display even where there is one
   * @throws CoreException where the display cannot be used, or GTK is missing under Linux
   */
  public static synchronized void start(boolean headless) {
    if (headless || !hasDisplay()) {
      System.setProperty("glass.platform", System.getProperty("glass.platform", "Headless"));
      System.setProperty("prism.order", System.getProperty("prism.order", "sw"));
    }
    var started = new CountDownLatch(1);
    try {
      Platform.startup(started::countDown);
    } catch (IllegalStateException e) {
      // It runs already, such as in a test.
      return;
    } catch (RuntimeException | LinkageError e) {
      throw new CoreException("No window can be opened: %s%s".formatted(reason(e), ADVICE), e);
    }
    Platform.setImplicitExit(false);
    try {
      started.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(Throwable why) {
    var said = Objects.requireNonNullElse(why.getMessage(), why.toString());
    return said.endsWith(".") ? said : said + ".";
  }

  /** Does something on the screen's thread and waits for its answer; not for that thread itself. */
  public static <T> T call(Callable<T> action) throws InterruptedException {
    var task = new FutureTask<>(action);
    Platform.runLater(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the screen's thread failed", e.getCause());
    }
  }
}
