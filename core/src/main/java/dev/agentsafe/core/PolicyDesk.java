package dev.agentsafe.core;

import dev.agentsafe.core.PolicyEntries.Cause;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Rulebook;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts other rules in the place of those in force while everything goes on; thread-safe.
 *
 * <p>The whole workspace is read; where all of it loads its rules are taken over, at a moment in
 * which nothing is decided, redeemed or voted on, and with an entry that is durable before. What is
 * open is decided again in the same moment. Actions, inventory, operators and settings stay those
 * of the start.
 */
public final class PolicyDesk {
  private static final System.Logger LOG = System.getLogger(PolicyDesk.class.getName());
  private static final String US = "agent-safe";

  private final Parts parts;
  private final AtomicReference<Workspace> inForce;
  private final Reasking reasking;
  private final Runnable afterwards;
  private final PolicyEntries entries;
  private final Object oneAtATime = new Object();
  private volatile @Nullable Ground ground;

  /**
   * A desk.
   *
   * @param inForce what everything that decides looks at
   * @param afterwards is done when questions may have been settled
   */
  PolicyDesk(
      Parts parts, AtomicReference<Workspace> inForce, Reasking reasking, Runnable afterwards) {
    this.parts = parts;
    this.inForce = inForce;
    this.reasking = reasking;
    this.afterwards = afterwards;
    entries = new PolicyEntries(parts);
  }

  private record Ground(Workspace of, DraftDesk.Ground ground) {}

  /** The lock of those who save files and put them into force: one at a time. */
  Object oneAtATime() {
    return oneAtATime;
  }

  /** The workspace with the rules that decide now. */
  Workspace inForce() {
    return inForce.get();
  }

  /** What drafts are of. */
  DraftDesk.Ground ground() {
    var now = inForce.get();
    var known = ground;
    if (known == null || !known.of().equals(now)) {
      known = new Ground(now, DraftDesk.Ground.of(now));
      ground = known;
    }
    return known.ground();
  }

  /** What is on disk, held against what is in force. */
  public sealed interface OnDisk {
    /** The rules in force. */
    record Same(List<String> later) implements OnDisk {
      public Same {
        later = List.copyOf(later);
      }
    }

    /**
     * Other rules, which load.
     *
     * @param later files of other kinds that changed since the start: in force at the next one
     */
    record Other(PolicyChange change, List<String> later) implements OnDisk {
      public Other {
        later = List.copyOf(later);
      }
    }

    /**
     * Something that does not load.
     *
     * @param problems at least one
     */
    record Broken(List<Problem> problems) implements OnDisk {
      public Broken {
        problems = List.copyOf(problems);
      }
    }

    /** Nothing that can be put into force without a new start, for this reason. */
    record Elsewhere(String why) implements OnDisk {}
  }

  /** Looks at the files; changes nothing. */
  public OnDisk look() {
    return look(read());
  }

  /** Sizes and times of the files: where it is what it was, {@link #look} says what it said. */
  public String stamp() {
    return new OtherFiles(inForce.get()).stamp();
  }

  private Loaded<Workspace> read() {
    return Workspace.loadFile(inForce.get().file());
  }

  private OnDisk look(Loaded<Workspace> read) {
    return switch (read) {
      case Loaded.Bad<Workspace>(var problems) -> new OnDisk.Broken(problems);
      case Loaded.Good<Workspace>(var found, var _) -> {
        var now = inForce.get();
        if (!found.settings().paths().policies().equals(now.settings().paths().policies())) {
          yield new OnDisk.Elsewhere(
              "the settings name another folder of policies, which counts from the next start");
        }
        var later = new OtherFiles(now).changed(found);
        yield found.policyVersion().equals(now.policyVersion())
            ? new OnDisk.Same(later)
            : new OnDisk.Other(PolicyChange.between(now.rules(), found.rules()), later);
      }
    };
  }

  /** What came of putting rules into force. */
  public sealed interface Swapped {
    /**
     * They decide.
     *
     * @param askedAgain so many open questions were asked again under them
     * @param denied so many questions and approvals are void by now
     */
    record Done(PolicyChange change, int askedAgain, int denied) implements Swapped {}

    /** They did not take the place of those in force. */
    record Not(OnDisk why) implements Swapped {}
  }

  /**
   * Puts what is on disk into force.
   *
   * @param seen the version that somebody saw and wants; where the disk holds another by now
   *     nothing happens
   * @throws CoreException where it could not be recorded; nothing changed then
   */
  public Swapped reload(Operator by, String seen) {
    synchronized (oneAtATime) {
      var read = read();
      var found = look(read);
      return found instanceof OnDisk.Other(var change, var _)
              && change.after().equals(seen)
              && read instanceof Loaded.Good<Workspace>(var workspace, var _)
          ? swap(workspace.rules(), name(by), Cause.RELOADED)
          : new Swapped.Not(found);
    }
  }

  /** A policy was saved: puts it into force, where nothing else waits for that. */
  Authoring.Force saved(Operator by, List<Authoring.Change> written) {
    var folder = inForce.get().settings().paths().policies();
    var tests = ground().folders().tests();
    if (written.stream().allMatch(c -> normal(c.file()).startsWith(tests))) {
      return new Authoring.Force.Nothing();
    }
    var mine = new LinkedHashMap<String, String>();
    for (var change : written) {
      if (folder.equals(change.file().getParent())) {
        mine.put(inForce.get().root().relativize(normal(change.file())).toString(), change.text());
      }
    }
    if (mine.isEmpty()) {
      return new Authoring.Force.NextStart();
    }
    var read = read();
    return switch (look(read)) {
      case OnDisk.Broken(var problems) ->
          new Authoring.Force.Waits(
              "the workspace does not load as a whole: " + words(problems.getFirst()));
      case OnDisk.Elsewhere(var why) -> new Authoring.Force.Waits(why);
      case OnDisk.Same _ ->
          new Authoring.Force.Now(
              PolicyChange.between(inForce.get().rules(), inForce.get().rules()));
      case OnDisk.Other(var change, var _) -> {
        var past =
            change.files().stream()
                .map(PolicyChange.FileChange::file)
                .filter(name -> !mine.containsKey(name))
                .toList();
        var found = ((Loaded.Good<Workspace>) read).value().rules();
        if (!past.isEmpty()) {
          yield new Authoring.Force.Waits(
              "`" + String.join("`, `", past) + "` changed past the console");
        }
        for (var each : mine.entrySet()) {
          var text = found.part(each.getKey()).map(Rulebook.Part::text);
          if (!text.equals(Optional.of(each.getValue()))) {
            yield new Authoring.Force.Waits(
                "`" + each.getKey() + "` was changed again past the console");
          }
        }
        yield swapped(found, by);
      }
    };
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** It is on disk by now, whatever becomes of the rest. */
  private Authoring.Force swapped(Rulebook rules, Operator by) {
    try {
      return new Authoring.Force.Now(swap(rules, name(by), Cause.SAVED).change());
    } catch (CoreException e) {
      return new Authoring.Force.Waits("it could not be recorded: " + e.getMessage());
    }
  }

  private static String words(Problem problem) {
    var at = problem.location();
    return Path.of(at.file()).getFileName() + ":" + at.line() + ": " + problem.message();
  }

  private static String name(Operator by) {
    return Eligibility.OPERATOR_PREFIX + by.id().value();
  }

  /**
   * Records the rules that decide since the start, where the journal knows others or none.
   *
   * @param by who looked at them and says so; empty: nobody
   */
  void found(Optional<Operator> by) {
    var rules = inForce.get().rules();
    if (!parts.files().rules().equals(Optional.of(rules.version()))) {
      parts.record(
          by.map(person -> entries.of(rules, name(person), Cause.RELOADED))
              .orElseGet(() -> entries.of(rules, US, Cause.FOUND)));
    }
  }

  private Swapped.Done swap(Rulebook rules, String by, Cause cause) {
    var done =
        parts.holds().changing(() -> reasking.docket().deciding(() -> swapNow(rules, by, cause)));
    try {
      afterwards.run();
    } catch (CoreException e) {
      // They decide by now, whatever becomes of this; it is made up for at the next start.
      LOG.log(System.Logger.Level.WARNING, "plans that ended could not be recorded yet", e);
    }
    return done;
  }

  /** INVARIANT: nothing is decided, redeemed or voted on meanwhile. */
  private Swapped.Done swapNow(Rulebook rules, String by, Cause cause) {
    var now = parts.clock().instant();
    var change = PolicyChange.between(inForce.get().rules(), rules);
    var next = inForce.get().under(rules);
    var fates = reasking.fates(next, now);
    var drafts = new ArrayList<EntryDraft>();
    drafts.add(entries.of(rules, by, cause, fates));
    fates.forEach(fate -> drafts.addAll(reasking.entries(fate, now)));
    parts.record(drafts);
    inForce.set(next);
    fates.forEach(fate -> reasking.happen(fate, now));
    int again = PolicyEntries.ids(fates, true).size();
    return new Swapped.Done(change, again, fates.size() - again);
  }
}
