package dev.agentsafe.app.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.agents.AgentsViewModel;
import dev.agentsafe.app.audit.LogViewModel;
import dev.agentsafe.app.inbox.InboxViewModel;
import dev.agentsafe.app.run.RunsViewModel;
import dev.agentsafe.app.seat.GovernorSeat;
import dev.agentsafe.core.index.Query;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * T14: two hundred secrets go in by every door, the world repeats them wherever it can, and twelve
 * sinks are looked through: none holds one.
 */
@Order(1)
@ResourceLock(Resources.SYSTEM_ERR)
final class SecretSinksTest {
  private static final int CANARIES = 200;
  private static final String HARMLESS = "harmless text";

  /** The sinks, each with something that must be in it, or it was not looked at. */
  private static final Map<String, String> SINKS = sinks();

  private final Random random = new Random(14);
  private final Map<String, StringBuilder> seen = new LinkedHashMap<>();

  @TempDir private Path folder = Path.of("");

  private static Map<String, String> sinks() {
    var all = new LinkedHashMap<String, String>();
    all.put("journal", HARMLESS);
    all.put("index", "set-key");
    all.put("gateway answers", HARMLESS);
    all.put("command line", HARMLESS);
    all.put("errors of the command line", "agent-safe:");
    all.put("view-models", HARMLESS);
    all.put("shippers", HARMLESS);
    all.put("notifiers", "set-key");
    all.put("reports and exports", "<testsuite");
    all.put("logs", "written to be seen");
    all.put("metrics and threads", "agent_safe_");
    all.put("files beside", "audit_log: ./audit.jsonl");
    return all;
  }

  private synchronized void sink(String name, Object text) {
    seen.computeIfAbsent(name, n -> new StringBuilder()).append(text).append('\n');
  }

  @Test
  void whatIsInATextIsFoundAsItIsAndAsBase64() {
    for (var canary : Canary.flock(CANARIES, random)) {
      for (var shown : List.of(canary.bare(), Canary.base64(canary.bare()))) {
        assertThat(new Sieve(canary.shapes()).in("see " + shown + ".")).hasSize(1);
        assertThat(new Sieve(canary.shapes()).in("see " + shown.substring(1) + ".")).isEmpty();
      }
    }
  }

  @Test
  void noSinkHoldsASecret() throws Exception {
    var flock = Canary.flock(CANARIES - 8, random);
    var held = Stream.generate(() -> Canary.word(24, random)).limit(8).toList();
    var words = new ArrayList<>(flock.stream().map(Canary::bare).toList());
    words.addAll(held);
    var err = System.err;
    var handler = new Listening();
    var captured = new ByteArrayOutputStream();
    Logger.getLogger("").addHandler(handler);
    System.setErr(new PrintStream(captured, true, ISO_8859_1));
    try (var receivers = new Receivers(foreign(flock))) {
      goThrough(receivers, flock, held);
    } finally {
      System.setErr(err);
      Logger.getLogger("").removeHandler(handler);
    }
    sink("logs", captured.toString(ISO_8859_1));
    lookThroughFiles();

    assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(SINKS.keySet());
    var found = new ArrayList<String>();
    var sieve =
        new Sieve(
            Stream.concat(flock.stream().flatMap(c -> c.shapes().stream()), held.stream())
                .toList());
    seen.forEach((name, text) -> {
      var all = text.toString();
      var there = sieve.in(all);
      flock.stream()
          .filter(c -> c.shapes().stream().anyMatch(there::contains))
          .forEach(c -> found.add(name + ": " + c.door() + " " + about(all, c.bare())));
      held.stream()
          .filter(there::contains)
          .forEach(s -> found.add(name + ": held " + about(all, s)));
    });
    assertThat(found).isEmpty();
    assertThat(SINKS.entrySet().stream().filter(e -> !seen(e.getKey()).contains(e.getValue())))
        .as("not looked at")
        .isEmpty();
    System.out.printf(
        "T14: %d secrets, %d sinks, 0 found: %s%n",
        words.size(),
        seen.size(),
        seen.entrySet().stream().map(e -> e.getKey() + " " + e.getValue().length()).toList());
  }

  /** Where it was found. */
  private static String about(String text, String secret) {
    var at = text.indexOf(secret);
    return at < 0 ? "as base64" : text.substring(Math.max(0, at - 120), at + secret.length());
  }

  private String seen(String name) {
    return String.valueOf(seen.get(name));
  }

  private static String foreign(List<Canary> flock) {
    return String.join(
        " ",
        flock.stream()
            .filter(c -> c.door() == Canary.Door.FOREIGN_ANSWER)
            .map(Canary::bare)
            .toList());
  }

  private void goThrough(Receivers receivers, List<Canary> flock, List<String> held)
      throws Exception {
    var secrets =
        List.of(
            new CanaryWorld.Secret("hook-secret", held.get(0)),
            new CanaryWorld.Secret("splunk-token", held.get(1)),
            new CanaryWorld.Secret("pager-secret", held.get(2)),
            new CanaryWorld.Secret(
                "slack-address",
                "http://127.0.0.1:%d/tell/chat/%s".formatted(receivers.http(), held.get(3))),
            new CanaryWorld.Secret("credential", held.get(4)),
            new CanaryWorld.Secret("credential-2", held.get(5)),
            new CanaryWorld.Secret("passphrase", held.get(6)),
            new CanaryWorld.Secret("unknown", held.get(7)));
    var root = Files.createDirectories(folder.resolve("workspace"));
    try (var world = new CanaryWorld(root, flock, receivers, secrets, this::sink)) {
      new Journey(world, flock, held).make();
      lookAtTheScreens(world);
      lookAtTheIndex(world);
      world.awaitShipped();
      receivers.shipped.forEach(text -> sink("shippers", text));
      receivers.told.forEach(text -> sink("notifiers", text));
      Thread.getAllStackTraces().keySet().forEach(t -> sink("metrics and threads", t.getName()));
      sink("metrics and threads", world.call("GET", "/metrics", "", ""));
      Logger.getLogger("canary").log(Level.INFO, "written to be {0}", "seen");
    }
  }

  private void lookAtTheScreens(CanaryWorld world) {
    var seat = new GovernorSeat(world.governor, world.operator, "here");
    var work = new Still();
    var inbox = new InboxViewModel(seat, work, Clock.systemUTC());
    look(inbox, ObservableList.class);
    seat.questions()
        .forEach(q -> {
          inbox.select(q.id());
          look(inbox, ObservableValue.class);
        });
    var runs = new RunsViewModel(seat, work);
    look(runs, ObservableList.class);
    List.copyOf(runs.rows())
        .forEach(row -> {
          runs.select(row);
          look(runs, ObservableValue.class);
          look(runs.rollback(), ObservableValue.class);
        });
    var log = new LogViewModel(seat, work, Clock.systemUTC());
    log.open();
    look(log, ObservableValue.class);
    for (var seq = 1L; seq < seat.size(); seq += 20) {
      log.select(seq);
      sink("view-models", log.selected().get());
    }
    look(new AgentsViewModel(seat, work, Clock.systemUTC()), ObservableList.class);
  }

  /** What a view-model has for its view: its properties, or its lists. */
  private void look(Object model, Class<?> kind) {
    for (var method : model.getClass().getMethods()) {
      if (kind.isAssignableFrom(method.getReturnType())
          && method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())) {
        try {
          sink("view-models", method.invoke(model));
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(method.toString(), e);
        }
      }
    }
  }

  private void lookAtTheIndex(CanaryWorld world) {
    var archive = world.governor.archive();
    while (!archive.progress().isCurrent()) {
      LockSupport.parkNanos(1_000_000);
    }
    sink("index", archive.search(Query.ALL, 10_000, Long.MAX_VALUE));
  }

  /** What is left on the disk once everything is closed. */
  private void lookThroughFiles() throws IOException {
    var kept =
        List.of("hook-secret", "splunk-token", "pager-secret", "slack-address", "passphrase");
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString();
        var text = new String(Files.readAllBytes(file), ISO_8859_1);
        var last = String.valueOf(file.getFileName());
        if (kept.contains(last) || last.startsWith("credential") || last.equals("unknown")) {
          continue;
        }
        sink(
            name.contains("audit.") ? "journal" : last.endsWith(".db") ? "index" : "files beside",
            name + "\n" + text);
      }
    }
  }

  private final class Listening extends Handler {
    @Override
    public void publish(LogRecord entry) {
      var thrown = new java.io.StringWriter();
      if (entry.getThrown() != null) {
        entry.getThrown().printStackTrace(new java.io.PrintWriter(thrown, true));
      }
      sink("logs", new SimpleFormatter().formatMessage(entry) + " " + thrown);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
