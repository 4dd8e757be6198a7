package dev.agentsafe.app.policy;

import dev.agentsafe.app.seat.Reloading;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.PolicyChange;
import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.core.yaml.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What on disk is not in force, and putting it into force; belongs to the FX thread. */
public final class ReloadViewModel {
  private final Reloading reloading;
  private final Work work;
  private final Consumer<String> told;
  private final ReadOnlyObjectWrapper<Optional<Notice>> notice =
      new ReadOnlyObjectWrapper<>(this, "notice", Optional.empty());
  private String stamp = "";
  private boolean looking;
  private boolean swapping;
  private final Watch watch;

  /**
   * What to say of the disk.
   *
   * @param isBad whether something does not load
   * @param version what would be put into force; empty: nothing can be
   * @param place where to look, where there is one
   */
  public record Notice(
      String words,
      String detail,
      boolean isBad,
      Optional<String> version,
      Optional<Location> place) {}

  /**
   * Knows nothing yet.
   *
   * @param told is told what came of commands
   */
  public ReloadViewModel(Reloading reloading, Work work, Consumer<String> told) {
    this.reloading = reloading;
    this.work = work;
    this.told = told;
    watch = new Watch(work, this::look);
  }

  /** What is on disk and not in force; empty: nothing. */
  public ReadOnlyObjectProperty<Optional<Notice>> notice() {
    return notice.getReadOnlyProperty();
  }

  /** Somebody looks: from now on the disk is watched. */
  public void show() {
    watch.show();
  }

  /** Nobody looks any more. */
  void hide() {
    watch.hide();
  }

  /** Looks at the disk, where it has changed since. */
  public void look() {
    if (looking) {
      return;
    }
    looking = true;
    var known = stamp;
    work.quietly(
        progress -> {
          var now = reloading.stamp();
          return now.equals(known)
              ? Optional.<Seen>empty()
              : Optional.of(new Seen(now, reloading.look()));
        },
        seen -> {
          looking = false;
          seen.ifPresent(s -> {
            stamp = s.stamp();
            notice.set(notice(s.found()));
          });
        },
        why -> {
          looking = false;
          told.accept(why);
        });
  }

  private record Seen(String stamp, PolicyDesk.OnDisk found) {}

  /** Puts what was seen on disk into force; once, however often somebody says so meanwhile. */
  public void reload() {
    if (swapping) {
      return;
    }
    notice
        .get()
        .flatMap(Notice::version)
        .ifPresent(version -> {
          swapping = true;
          work.quietly(
              progress -> reloading.reload(version),
              swapped -> {
                swapping = false;
                take(swapped);
                look();
              },
              why -> {
                swapping = false;
                told.accept(why);
              });
        });
  }

  private void take(PolicyDesk.Swapped swapped) {
    switch (swapped) {
      case PolicyDesk.Swapped.Done(var change, var again, var denied) -> {
        told.accept(Words.of("reload.done", words(change.rules()), again, denied));
        notice.set(Optional.empty());
      }
      case PolicyDesk.Swapped.Not(var why) -> {
        told.accept(Words.of("reload.moved"));
        notice.set(notice(why));
      }
    }
  }

  private static Optional<Notice> notice(PolicyDesk.OnDisk found) {
    return switch (found) {
      case PolicyDesk.OnDisk.Same(var later) ->
          later.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Notice(
                      Words.of("reload.later", list(later)),
                      "",
                      false,
                      Optional.empty(),
                      Optional.empty()));
      case PolicyDesk.OnDisk.Other(var change, var later) ->
          Optional.of(
              new Notice(
                  Words.of("reload.other", list(files(change)), words(change.rules())),
                  detail(change.rules(), later),
                  false,
                  Optional.of(change.after()),
                  Optional.empty()));
      case PolicyDesk.OnDisk.Broken(var problems) -> {
        var first = problems.getFirst();
        var at = first.location();
        yield Optional.of(
            new Notice(
                Words.of(
                    "reload.broken",
                    String.valueOf(Path.of(at.file()).getFileName()),
                    String.valueOf(at.line()),
                    first.message()),
                "",
                true,
                Optional.empty(),
                Optional.of(at)));
      }
      case PolicyDesk.OnDisk.Elsewhere(var why) ->
          Optional.of(
              new Notice(
                  Words.of("reload.elsewhere", why), "", true, Optional.empty(), Optional.empty()));
    };
  }

  private static List<String> files(PolicyChange change) {
    return change.files().stream()
        .map(f -> String.valueOf(Path.of(f.file()).getFileName()))
        .toList();
  }

  /** How many rules came, went and changed. */
  static String words(PolicyChange.Rules rules) {
    return rules.isNothing()
        ? Words.of("reload.rules.none")
        : Words.of(
            "reload.rules",
            rules.came().size(),
            rules.gone().size(),
            rules.changed().size(),
            rules.reordered() ? 1 : 0);
  }

  private static String detail(PolicyChange.Rules rules, List<String> later) {
    var lines = new ArrayList<String>();
    Stream.of(
            rules.came().stream().map(r -> "+ " + r),
            rules.gone().stream().map(r -> "- " + r),
            rules.changed().stream().map(r -> "~ " + r))
        .flatMap(named -> named)
        .forEach(lines::add);
    if (!later.isEmpty()) {
      lines.add(Words.of("reload.later", list(later)));
    }
    return String.join("\n", lines);
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}
