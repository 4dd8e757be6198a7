package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.git.Checkout;
import dev.agentsafe.editors.git.Committed;
import dev.agentsafe.editors.git.Mark;
import dev.agentsafe.editors.git.Order;
import dev.agentsafe.editors.git.Seen;
import dev.agentsafe.editors.git.Standing;
import dev.agentsafe.editors.git.Underway;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What is to be committed, and under which words; belongs to the FX thread. */
public final class CommitViewModel {
  private final Checkout checkout;
  private final Authoring authoring;
  private final PolicyViewModel policies;
  private final Work work;
  private final ReadOnlyObjectProperty<Seen> seen;
  private final Runnable look;
  private final ObservableList<Item> items = FXCollections.observableArrayList();
  private final StringProperty message = new SimpleStringProperty(this, "message", "");
  private final ReadOnlyStringWrapper hindrance = new ReadOnlyStringWrapper(this, "hindrance", "");
  private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper(this, "outcome", "");
  // Also while the repository cannot be read, or a file is as it was for a while.
  private final Set<Path> left = new HashSet<>();
  private boolean isCommitting;

  /** A file that a commit can take. */
  public record Item(Path file, Mark mark, BooleanProperty chosen) {}

  /** What stands in the way of it. */
  private record Checked(List<Problem> problems, Optional<Committed> committed) {}

  /**
   * Nothing is chosen yet.
   *
   * @param seen how the files stand
   * @param look has somebody look again
   */
  CommitViewModel(
      Checkout checkout,
      PolicyViewModel policies,
      Work work,
      ReadOnlyObjectProperty<Seen> seen,
      Runnable look) {
    this.checkout = checkout;
    authoring = policies.authoring();
    this.policies = policies;
    this.work = work;
    this.seen = seen;
    this.look = look;
    seen.subscribe(this::fill);
    message.subscribe(words -> weigh());
    policies.aside().unsaved().subscribe(files -> weigh());
  }

  /** The files that a commit can take, all chosen until somebody says otherwise. */
  public ObservableList<Item> items() {
    return items;
  }

  /** The words of the commit. */
  public StringProperty message() {
    return message;
  }

  /** Why nothing can be committed now; empty: it can. */
  public ReadOnlyStringProperty hindrance() {
    return hindrance.getReadOnlyProperty();
  }

  /** What came of the last commit. */
  public ReadOnlyStringProperty outcome() {
    return outcome.getReadOnlyProperty();
  }

  private void fill(Seen now) {
    var found =
        now instanceof Seen.Found(var standing)
            ? standing.committable().stream().map(file -> item(file, standing)).toList()
            : List.<Item>of();
    boolean isSame =
        items.stream()
            .map(item -> Map.entry(item.file(), item.mark()))
            .toList()
            .equals(found.stream().map(item -> Map.entry(item.file(), item.mark())).toList());
    if (!isSame) {
      items.setAll(found);
    }
    weigh();
  }

  private Item item(Path file, Standing standing) {
    var chosen = new SimpleBooleanProperty(!left.contains(file));
    chosen.addListener((o, was, is) -> {
      if (is) {
        left.remove(file);
      } else {
        left.add(file);
      }
      weigh();
    });
    return new Item(file, standing.of(file), chosen);
  }

  private List<Item> chosen() {
    return items.stream().filter(item -> item.chosen().get()).toList();
  }

  private void weigh() {
    hindrance.set(weighed());
  }

  private String weighed() {
    if (!(seen.get() instanceof Seen.Found(var standing))) {
      return Words.of("commit.none");
    }
    if (standing.terms().underway() != Underway.NOTHING) {
      return Words.of("commit.underway", GitWords.named(standing.terms().underway()));
    }
    if (standing.marks().containsValue(Mark.CONFLICTED)) {
      return Words.of("commit.conflicted");
    }
    if (standing.terms().signs()) {
      return Words.of("commit.signed");
    }
    if (standing.terms().author().isEmpty()) {
      return Words.of("commit.author");
    }
    var unsaved = policies.aside().unsaved().get().stream().sorted().findFirst();
    if (unsaved.isPresent()) {
      return Words.of("commit.dirty", named(unsaved));
    }
    if (items.isEmpty()) {
      return Words.of("commit.clean");
    }
    if (chosen().isEmpty()) {
      return Words.of("commit.nothing");
    }
    return message.get().isBlank() ? Words.of("commit.wordless") : "";
  }

  private static String named(Optional<Path> file) {
    return file.map(GitWords::name).orElse("");
  }

  /** Commits what is chosen; says why where it cannot be. */
  public void commit() {
    weigh();
    if (isCommitting || !(seen.get() instanceof Seen.Found(var standing))) {
      return;
    }
    if (!hindrance.get().isEmpty()) {
      outcome.set(hindrance.get());
      return;
    }
    isCommitting = true;
    outcome.set("");
    var wanted = chosen();
    var words = message.get();
    work.<Checked>start(
        Words.of("commit.working"),
        progress -> commit(standing.head().commit(), words, wanted),
        checked -> {
          isCommitting = false;
          take(checked, words);
        },
        why -> {
          isCommitting = false;
          outcome.set(why);
          look.run();
        });
  }

  /** Away from the screen: what is committed is what was looked at, byte for byte. */
  private Checked commit(Optional<String> head, String words, List<Item> wanted) {
    var texts = new HashMap<Path, String>();
    var gone = new HashSet<Path>();
    for (var item : wanted) {
      if (item.mark() == Mark.GONE) {
        gone.add(item.file());
      } else {
        texts.put(item.file(), authoring.read(item.file()));
      }
    }
    var problems = authoring.check(texts);
    return problems.isEmpty()
        ? new Checked(problems, Optional.of(checkout.commit(new Order(head, words, texts, gone))))
        : new Checked(problems, Optional.empty());
  }

  private void take(Checked checked, String words) {
    outcome.set(
        checked
            .committed()
            .map(committed -> said(committed, words))
            .orElseGet(() -> {
              var first = checked.problems().getFirst();
              return Words.of(
                  "commit.refused",
                  named(Optional.of(Path.of(first.location().file()))),
                  String.valueOf(first.location().line()),
                  Untrusted.line(first.message()));
            }));
    look.run();
  }

  private String said(Committed committed, String words) {
    return switch (committed) {
      case Committed.Done(var id, var isStaged) -> {
        // What was typed meanwhile is for the next one.
        if (message.get().equals(words)) {
          message.set("");
        }
        yield isStaged
            ? Words.of("commit.done", GitWords.id(id))
            : Words.of("commit.done.behind", GitWords.id(id));
      }
      case Committed.Refused(var reason, var detail) -> GitWords.refused(reason, detail);
    };
  }
}
