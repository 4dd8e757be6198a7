package dev.agentsafe.app.policy;

import dev.agentsafe.app.work.Work;
import dev.agentsafe.editors.git.Checkout;
import dev.agentsafe.editors.git.Mark;
import dev.agentsafe.editors.git.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;

/** How the files stand to the last commit of Git; belongs to the FX thread. */
public final class GitViewModel {
  private final Checkout checkout;
  private final PolicyViewModel policies;
  private final Work work;
  private final ReadOnlyObjectWrapper<Seen> seen =
      new ReadOnlyObjectWrapper<>(this, "seen", new Seen.Nothing());
  private final GitDiffViewModel diff;
  private final CommitViewModel commit;
  private String stamp = "";
  private final Watch watch;
  private boolean isLooking;
  private boolean isAgain;

  GitViewModel(Checkout checkout, PolicyViewModel policies, Work work) {
    this.checkout = checkout;
    this.policies = policies;
    this.work = work;
    watch = new Watch(work, this::look);
    diff = new GitDiffViewModel(checkout, policies, work);
    commit = new CommitViewModel(checkout, policies, work, seen.getReadOnlyProperty(), this::look);
    policies.files().addListener((ListChangeListener<Path>) change -> look());
    policies
        .dirty()
        .subscribe(dirty -> {
          if (!dirty) {
            look();
          }
        });
  }

  /** What was found at the last look. */
  public ReadOnlyObjectProperty<Seen> seen() {
    return seen.getReadOnlyProperty();
  }

  /** The draft beside the last commit. */
  public GitDiffViewModel diff() {
    return diff;
  }

  /** What is to be committed. */
  public CommitViewModel commit() {
    return commit;
  }

  /** Opens a file, where it is there. */
  void open(Path file) {
    if (mark(file).filter(mark -> mark != Mark.GONE).isPresent()) {
      policies.open(file);
    }
  }

  /** What a file is to the last commit; empty where no repository says so. */
  Optional<Mark> mark(Path file) {
    return seen.get() instanceof Seen.Found(var standing)
        ? Optional.of(standing.of(file))
        : Optional.empty();
  }

  /** Somebody looks: from now on the disk is watched. */
  void show() {
    watch.show();
  }

  /** Nobody looks any more. */
  void hide() {
    watch.hide();
  }

  /** Looks again, where the disk has changed since. */
  public void look() {
    if (!watch.isOn()) {
      return;
    }
    isAgain = isLooking;
    if (isLooking) {
      return;
    }
    isLooking = true;
    var files = List.copyOf(policies.files());
    var known = stamp;
    work.quietly(
        progress -> {
          var now = files.hashCode() + " " + checkout.stamp(files);
          return now.equals(known)
              ? Optional.<Look>empty()
              : Optional.of(new Look(now, checkout.look(files)));
        },
        look -> {
          isLooking = false;
          look.ifPresent(this::take);
          follow();
        },
        why -> {
          isLooking = false;
          policies.tell(why);
          follow();
        });
  }

  private record Look(String stamp, Seen seen) {}

  private void take(Look look) {
    stamp = look.stamp();
    if (!look.seen().equals(seen.get())) {
      seen.set(look.seen());
    }
    diff.moved();
  }

  private void follow() {
    if (isAgain) {
      look();
    }
  }
}
