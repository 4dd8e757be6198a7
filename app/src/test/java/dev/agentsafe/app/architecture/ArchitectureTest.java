package dev.agentsafe.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rooms use each other one way, and what is confined stays where it is. */
final class ArchitectureTest {
  private static final String ROOT = "dev.agentsafe";

  private static final Rooms CORE =
      new Rooms(
          ROOT + ".core",
          List.of(
              "canonical",
              "durable",
              "tlog",
              "yaml",
              "egress",
              "identity",
              "catalog",
              "request",
              "policy",
              "limit",
              "state",
              "run",
              "approval",
              "audit",
              "hold",
              "agent",
              "plan",
              "ticket",
              "credential",
              "runner",
              "journal",
              "ship",
              "anchor",
              "index",
              "rollback",
              "lint",
              "preview",
              ""),
          ROOT + ".core.CoreException");

  private static final Rooms APP =
      new Rooms(
          ROOT + ".app",
          List.of(
              "wire",
              "finding",
              "lsp",
              "desk",
              "gateway",
              "work",
              "text",
              "notify",
              "theme",
              "display",
              "seat",
              "shell",
              "rollback",
              "run",
              "inbox",
              "agents",
              "audit",
              "settings",
              "language",
              "policy",
              "window",
              "tour",
              "demo",
              "cli",
              ""),
          "");

  private static final Rooms EXECUTORS =
      new Rooms(
          ROOT + ".executors",
          List.of("", "order", "rehearsal", "process", "kubernetes", "aws", "sandbox"),
          ROOT + ".executors.ExecutorException");

  private static final Rooms EDITORS =
      new Rooms(
          ROOT + ".editors",
          List.of(
              "document",
              "git",
              "finding",
              "schema",
              "language",
              "typing",
              "assist",
              "form",
              "area",
              "code"),
          "");

  /** Where threads are made; each is said and argued for in the decision on threads. */
  private static final Set<String> THREADED =
      Set.of(
          ROOT + ".core.Archive",
          ROOT + ".core.Assembly",
          ROOT + ".core.Bulletin",
          ROOT + ".core.Intake",
          ROOT + ".core.LiveRun",
          ROOT + ".core.ReconcileDesk",
          ROOT + ".core.RunDesk",
          ROOT + ".core.egress.Egress",
          ROOT + ".core.journal",
          ROOT + ".core.audit",
          ROOT + ".core.index.Follower",
          ROOT + ".core.runner",
          ROOT + ".core.ship.Rounds$Runner",
          ROOT + ".app.gateway",
          ROOT + ".app.lsp",
          // A hook that closes the journal when the process is told to end.
          ROOT + ".app.cli.ServeCommand",
          // The agent of the demo waits for its answer while the operator gives it.
          ROOT + ".app.demo.Script",
          // A regular expression that cannot be stopped keeps no virtual thread.
          ROOT + ".editors.finding.Lookout",
          ROOT + ".executors.kubernetes.Cluster",
          ROOT + ".executors.process",
          ROOT + ".executors.kubernetes.LocalForward",
          ROOT + ".executors.kubernetes.Turnstile",
          ROOT + ".executors.sandbox",
          ROOT + ".app.work");

  /** Where the window system is known. */
  private static final Set<String> VISIBLE =
      Set.of(
          ROOT + ".editors.area",
          ROOT + ".editors.code",
          ROOT + ".editors.preview",
          ROOT + ".app.work",
          ROOT + ".app.theme",
          ROOT + ".app.display",
          ROOT + ".app.shell",
          ROOT + ".app.rollback",
          ROOT + ".app.run",
          ROOT + ".app.inbox",
          ROOT + ".app.agents",
          ROOT + ".app.audit",
          ROOT + ".app.settings",
          ROOT + ".app.language",
          ROOT + ".app.policy",
          ROOT + ".app.window",
          ROOT + ".app.tour",
          ROOT + ".app.demo.ScreenHand");

  private static final Rooms FIXTURE =
      new Rooms(ROOT + ".app.architecture.fixture", List.of("cellar", "attic"), "");

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private static final JavaClasses UNRULY =
      new ClassFileImporter().importPackages(ROOT + ".app.architecture.fixture");

  @Test
  void roomsOfTheCoreUseOnlyRoomsBeforeThem() {
    assertThat(CORE.faults(SHIPPED)).isEmpty();
  }

  @Test
  void roomsOfTheExecutorsUseOnlyRoomsBeforeThem() {
    assertThat(EXECUTORS.faults(SHIPPED)).isEmpty();
  }

  @Test
  void roomsOfTheEditorsUseOnlyRoomsBeforeThem() {
    assertThat(EDITORS.faults(SHIPPED)).isEmpty();
  }

  @Test
  void roomsOfTheAppUseOnlyRoomsBeforeThem() {
    assertThat(APP.faults(SHIPPED)).isEmpty();
  }

  @Test
  void threadsAreMadeInFewPlaces() {
    assertThat(Confinement.threadsOutside(SHIPPED, THREADED)).isEmpty();
  }

  @Test
  void theWindowSystemIsKnownOnlyWhereItIsSeen() {
    assertThat(Confinement.toolkitOutside(SHIPPED, VISIBLE)).isEmpty();
  }

  @Test
  void aRoomThatReachesUpIsNoticed() {
    assertThat(FIXTURE.faults(UNRULY)).singleElement().asString().contains("Cask", "Trunk");
  }

  @Test
  void aRoomWithoutAPlaceAndAPlaceWithoutARoomAreNoticed() {
    var other = new Rooms(FIXTURE.prefix(), List.of("attic", "ballroom"), "");

    assertThat(other.faults(UNRULY))
        .anyMatch(f -> f.contains("cellar has no place"))
        .anyMatch(f -> f.contains("holds nothing") && f.contains("ballroom"));
  }

  @Test
  void threadsInTheWrongPlaceAreNoticed() {
    assertThat(Confinement.threadsOutside(UNRULY, Set.of()))
        .anyMatch(f -> f.contains("runLater"))
        .anyMatch(f -> f.contains("ofVirtual"));
    assertThat(Confinement.threadsOutside(UNRULY, Set.of(FIXTURE.prefix()))).isEmpty();
  }

  @Test
  void theWindowSystemInTheWrongPlaceIsNoticed() {
    assertThat(Confinement.toolkitOutside(UNRULY, Set.of())).isNotEmpty();
    assertThat(Confinement.toolkitOutside(UNRULY, Set.of(FIXTURE.prefix()))).isEmpty();
  }

  @Test
  void everyPackageSaysWhatMayBeNull() {
    assertThat(unmarked(SHIPPED)).isEmpty();
  }

  @Test
  void aPackageThatDoesNotSayWhatMayBeNullIsNoticed() {
    assertThat(unmarked(UNRULY)).hasSize(2);
  }

  private static List<String> unmarked(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (var each : classes) {
      var holder = each.getPackage();
      if (!each.getSimpleName().equals("module-info")
          && !holder.isAnnotatedWith(NullMarked.class)) {
        found.add(holder.getName());
      }
    }
    return List.copyOf(found);
  }
}
