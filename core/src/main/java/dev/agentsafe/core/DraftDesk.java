package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.journal.WholeLog;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.lint.RuleCoverage;
import dev.agentsafe.core.lint.RuleMemory;
import dev.agentsafe.core.lint.TestRun;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.preview.DraftRules;
import dev.agentsafe.core.preview.Examples;
import dev.agentsafe.core.preview.History;
import dev.agentsafe.core.preview.HistoryReader;
import dev.agentsafe.core.preview.MapSpace;
import dev.agentsafe.core.preview.RecordedRequest;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.request.TargetTypes;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Says what drafts of the policies would do to what was asked and to what can be; changes and
 * records nothing. Thread-safe.
 */
public final class DraftDesk {
  private static final String KEPT = "decisions.yaml";

  private final Supplier<Ground> ground;
  private final Entries entries;
  private final HistoryReader reader;
  private final TestKeeping keeping;

  /** Guarded by itself. */
  private final RuleMemory memory = new RuleMemory();

  private final Object reading = new Object();
  private long read;

  /**
   * What drafts are of.
   *
   * @param policies the rules in force
   */
  public record Ground(
      Catalog catalog,
      Inventory inventory,
      PolicySet policies,
      RequestParser parser,
      Folders folders) {
    /** What a workspace that loaded is. */
    public static Ground of(Workspace workspace) {
      return new Ground(
          workspace.catalog(),
          workspace.inventory(),
          workspace.policies(),
          new RequestParser(
              workspace.catalog(), workspace.inventory(), workspace.settings().changeTickets()),
          new Folders(workspace.settings().paths().policies(), workspace.root().resolve("tests")));
    }
  }

  /** Where the files are. */
  public record Folders(Path policies, Path tests) {}

  /** The journal. */
  @FunctionalInterface
  public interface Entries {
    /** Hands over entries from that sequence number on, until one of them is the last wanted. */
    void readWhile(long fromSeq, Predicate<AuditEntry> wantsMore);

    /** Those of the file of a journal, whether or not somebody else has it open. */
    static Entries of(Path log) {
      return (fromSeq, wantsMore) -> WholeLog.readWhile(log, fromSeq, wantsMore);
    }
  }

  /** A desk over a workspace and its journal; nobody keeps a record of tests that it keeps. */
  public DraftDesk(Ground ground, Entries entries) {
    this(() -> ground, entries, new TestKeeping(Authoring.UNRECORDED, new Object(), new Object()));
  }

  /**
   * A desk over a workspace whose rules may change.
   *
   * @param keeping adds tests to the file of those that are made of decisions
   */
  DraftDesk(Supplier<Ground> ground, Entries entries, TestKeeping keeping) {
    this.ground = ground;
    this.entries = entries;
    reader = new HistoryReader(ground.get().inventory());
    this.keeping = keeping;
  }

  /** What drafts are of: the workspace with the rules that decide now. */
  public Ground ground() {
    return ground.get();
  }

  /** The rules as they would be if files held those texts; one of no policies changes nothing. */
  public Loaded<DraftRules> rules(List<Source> edited) {
    var folder = ground().folders().policies();
    var here = edited.stream().filter(s -> folder.equals(Path.of(s.file()).getParent())).toList();
    synchronized (memory) {
      return DraftRules.with(folder, here, memory);
    }
  }

  /** The decisions of the journal; what came since the last time is read. */
  public History history() {
    synchronized (reading) {
      entries.readWhile(
          read,
          entry -> {
            reader.accept(entry);
            read = entry.seq() + 1;
            return true;
          });
      return reader.history();
    }
  }

  /**
   * What a draft says of a request, whatever its parameters: rules do not look at them. Of a
   * request without action or target that is known, or where these do not fit, no rule is asked.
   */
  public Decision decide(PolicySet draft, Submission asked, Facts.When at) {
    var action = ground().catalog().find(asked.action());
    var target = asked.target().flatMap(ground().inventory()::find);
    if (action.isEmpty()) {
      return new Decision.Unfit("Unknown action: " + asked.action());
    }
    if (target.isEmpty()) {
      return new Decision.Unfit(
          asked.target().map(id -> "Unknown target: " + id).orElse("Missing target"));
    }
    return TargetTypes.applies(action.get(), target.get().type())
        ? Decision.under(draft, Facts.of(asked, action, target, at))
        : new Decision.Unfit(
            "Action %s does not apply to target type %s"
                .formatted(asked.action(), target.get().type()));
  }

  /** The decision of that position in the journal, or about that question. */
  public RecordedRequest.Found recorded(String seqOrQuestion) {
    var isSeq = seqOrQuestion.matches("[0-9]{1,18}");
    var found =
        new RecordedRequest(
            ground().inventory(),
            isSeq ? Long.valueOf(seqOrQuestion) : null,
            isSeq ? null : seqOrQuestion);
    entries.readWhile(isSeq ? Long.parseLong(seqOrQuestion) : 0, found::wantsMore);
    return found.found();
  }

  /** Every action on every target by whomever a rule names, in force or in the draft. */
  public MapSpace space(PolicySet draft, LocalDate week) {
    var named = new ArrayList<Rule>(ground().policies().rules());
    named.addAll(draft.rules());
    return new MapSpace(
        List.copyOf(ground().catalog().actions()),
        List.copyOf(ground().inventory().targets()),
        MapSpace.subjects(named),
        week,
        false);
  }

  /**
   * Runs the workspace's policy tests under a draft of the rules.
   *
   * @param edited files of which some may be tests, as somebody edits them
   * @param now the time of a test that names none
   */
  public TestRun tests(PolicySet draft, List<Source> edited, Facts.When now) {
    var typed = edited.stream().collect(Collectors.toMap(Source::file, source -> source));
    var folder = ground().folders().tests();
    var runner = new PolicyTests(ground().parser(), draft);
    if (!Files.isDirectory(folder)) {
      return runner.run(List.of(), now);
    }
    var problems = new ArrayList<Problem>();
    var sources =
        SourceFiles.ofFolder(folder, "tests", problems).stream()
            .map(source -> typed.getOrDefault(source.file(), source))
            .toList();
    return switch (problems.isEmpty()
        ? PolicyTests.load(sources)
        : new Loaded.Bad<List<PolicyTest>>(problems)) {
      case Loaded.Good<List<PolicyTest>>(var tests, var _) -> runner.run(tests, now);
      case Loaded.Bad<List<PolicyTest>>(var why) ->
          new TestRun(List.of(), new RuleCoverage(List.of()), why);
    };
  }

  /** What came of keeping a request as a policy test. */
  public sealed interface Kept {
    /** It stands in that file under that name. */
    record Done(Path file, String name) implements Kept {}

    /** It does not, and this is why. */
    record Refused(String why) implements Kept {}
  }

  /**
   * Adds a policy test to the file of those that are made of decisions.
   *
   * @param facts the request as rules see it
   * @param seq the entry whose parameters and change ticket it has; absent: any that fit
   */
  public Kept keep(String name, Facts facts, OptionalLong seq, PolicyTest.Expectation expectation) {
    var bare = bare(facts, seq);
    var asked = Examples.of(bare, ground().parser(), ground().catalog());
    if (asked.isEmpty()) {
      return new Kept.Refused(
          "No request was found that fits: " + obstacle(bare) + ". Write the test by hand.");
    }
    var file = ground().folders().tests().resolve(KEPT);
    var test =
        new PolicyTest(
            name,
            Location.ofFile(file.toString()),
            asked.get(),
            Optional.of(facts.at()),
            expectation);
    return keeping.keep(file, test);
  }

  /** What is wrong with the request that comes closest. */
  private String obstacle(Submission bare) {
    var closest =
        Examples.of(named(bare, Optional.empty()), ground().parser(), ground().catalog())
            .map(fits -> named(fits, bare.changeTicket()))
            .orElse(bare);
    return switch (ground().parser().parse(closest)) {
      case Parsed.Unfit unfit -> unfit.reason();
      case Parsed.Fits _ -> "unknown action";
    };
  }

  private static Submission named(Submission asked, Optional<String> ticket) {
    return new Submission(asked.action(), asked.target(), asked.caller(), asked.params(), ticket);
  }

  private Submission bare(Facts facts, OptionalLong seq) {
    var found = new ArrayList<AuditEntry>();
    seq.ifPresent(at ->
        entries.readWhile(
            at,
            entry -> {
              found.add(entry);
              return false;
            }));
    var entry = found.stream().findFirst();
    return new Submission(
        facts.action(),
        facts.target().map(Target::id),
        facts.caller(),
        entry.map(AuditEntry::params).filter(p -> !Redaction.isHidden(p)).orElse(Value.EMPTY),
        facts.hasChangeTicket()
            ? entry.flatMap(e -> e.line().text("ticket_id")).or(() -> Optional.of("CHG-1"))
            : Optional.empty());
  }
}
