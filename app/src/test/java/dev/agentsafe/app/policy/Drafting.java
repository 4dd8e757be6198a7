package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.Main;
import dev.agentsafe.app.seat.Reloading;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.FileDesk;
import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.editors.git.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The starter's workspace with two decisions in its journal, and an author before it. */
final class Drafting {
  final Path root;
  final Path production;
  final PolicyViewModel policies;
  final PreviewViewModel preview;
  final Disk reloading = new Disk();
  final List<FileDesk.Version> versions = new ArrayList<>();
  private final Workspace workspace;

  Drafting(Path folder) throws IOException {
    this(folder, new AtOnce());
  }

  /** An author beside whose text is done what that work does when. */
  Drafting(Path folder, Work beside) throws IOException {
    root = folder.resolve("ws");
    run("init", root.toString());
    run(check("deploy-bot", "--roles", "deployer"));
    run(check("stranger"));
    workspace =
        switch (Workspace.load(root)) {
          case Loaded.Good<Workspace>(var loaded, var warnings) -> loaded;
          case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems);
        };
    var log = workspace.settings().paths().auditLog();
    var desk = new DraftDesk(DraftDesk.Ground.of(workspace), DraftDesk.Entries.of(log));
    policies = new PolicyViewModel(new Authoring(workspace.settings().paths()), new AtOnce());
    preview =
        new PreviewViewModel(
            new PreviewViewModel.Desk(
                desk,
                file -> versions,
                reloading,
                root.resolve("agent-safe.yaml"),
                new Checkout(root, log)),
            policies,
            beside,
            Clock.fixed(Instant.parse("2026-03-04T12:00:00Z"), ZoneOffset.UTC));
    preview.show();
    production =
        policies.files().stream()
            .filter(f -> text(f).contains("name: changes-to-production"))
            .findFirst()
            .orElseThrow();
    policies.open(production);
  }

  /** An author whose texts a window shows. */
  static Drafting begun(Path folder) throws InterruptedException {
    return begun(folder, new AtOnce());
  }

  /** The same beside whose text is done what that work does when. */
  static Drafting begun(Path folder, Work beside) throws InterruptedException {
    Toolkit.start(true);
    return Toolkit.call(() -> new Drafting(folder, beside));
  }

  /** What tests say that the disk holds. */
  static final class Disk implements Reloading {
    final List<String> asked = new ArrayList<>();
    PolicyDesk.OnDisk found = new PolicyDesk.OnDisk.Same(List.of());
    PolicyDesk.Swapped comes = new PolicyDesk.Swapped.Not(found);
    private int looks;

    @Override
    public String stamp() {
      return String.valueOf(looks++);
    }

    @Override
    public PolicyDesk.OnDisk look() {
      return found;
    }

    @Override
    public PolicyDesk.Swapped reload(String seen) {
      asked.add(seen);
      return comes;
    }
  }

  private String[] check(String agent, String... more) {
    var all =
        new ArrayList<>(
            List.of(
                "check", "scale-deployment", "-t", "prod/web", "-p", "replicas=5", "-c", agent));
    all.addAll(List.of(more));
    all.addAll(List.of("--config", root.toString()));
    return all.toArray(String[]::new);
  }

  static int run(String... args) {
    var err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            args,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    return exit;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Types a rule into the file that lets deployers do as they like with deployments. */
  void typeALooseRule() {
    policies.edit(
        text(production)
            + """

              - name: deployers-may
                priority: 100000
                decision: allow
                reason: They know
                match: {actions: ["scale-*"], callers: {roles: [deployer]}}
            """);
  }

  ReplayViewModel.State.Done replayed() {
    return (ReplayViewModel.State.Done) preview.replay().state().get();
  }
}
