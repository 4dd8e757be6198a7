package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.PrecheckResult;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folds a journal that an earlier process wrote into open questions and runs.
 *
 * <p>However long the journal is, it keeps what the desks go on with: of the runs that ended as
 * many as {@link RunDesk} keeps, and older ones only where nobody has read back yet how they ended.
 */
final class Refold {
  private final RequestParser parser;
  private final OpenQuestions questions;
  private final Map<String, Begun> begun = new LinkedHashMap<>();
  private final LinkedHashMap<String, Ended> ended = new LinkedHashMap<>();
  private final Map<String, Ended> unread = new LinkedHashMap<>();
  private final Map<String, AuditEntry> unfit = new LinkedHashMap<>();
  private final Map<String, AuditEntry> leftOpen = new LinkedHashMap<>();
  private Optional<AuditEntry> tokenKeys = Optional.empty();

  Refold(RequestParser parser, List<Rule> inForce, String policyVersion) {
    this.parser = parser;
    questions = new OpenQuestions(entry -> request(parser, entry), inForce, policyVersion);
  }

  /**
   * A run that began and has no recorded end.
   *
   * @param sending says that its effect was about to be sent, where that is recorded
   */
  record Begun(RunId id, ActionRequest request, AuditEntry intent, Optional<AuditEntry> sending) {

    /** Whether its effect surely never left: an entry would say that it was about to. */
    boolean neverActed() {
      return sending.isEmpty()
          && intent.context().get(RunDrafts.BEGIN_IS_RECORDED).equals(Optional.of(Value.of(true)));
    }

    /** The state that was found before the effect. */
    Value.Fields before() {
      return sending.map(e -> fields(e.context(), "before_state")).orElse(Value.EMPTY);
    }
  }

  /** A run with its recorded end, and with what was read back where that was not known. */
  record Ended(
      RunId id, RunView.Asked asked, RunRecord record, Optional<Reconciliation> readBack) {}

  void accept(AuditEntry entry) {
    var type = entry.chain().type();
    questions.accept(entry);
    var id = entry.context().text("run_id");
    if (type.equals(EntryType.TOKEN_KEYS)) {
      tokenKeys = Optional.of(entry);
    } else if (id.isPresent()) {
      run(id.get(), entry);
    }
  }

  private void run(String id, AuditEntry entry) {
    var type = entry.chain().type();
    if (type.equals(EntryType.EXECUTION_INTENT)) {
      request(parser, entry)
          .ifPresentOrElse(
              r -> begun.put(id, new Begun(new RunId(id), r, entry, Optional.empty())),
              () -> unfit.put(id, entry));
    } else if (type.equals(EntryType.EXECUTION_BEGUN)) {
      begun.computeIfPresent(
          id, (i, b) -> new Begun(b.id(), b.request(), b.intent(), Optional.of(entry)));
    } else if (type.equals(EntryType.EXECUTION)) {
      unfit.remove(id);
      Optional.ofNullable(begun.remove(id)).ifPresent(b -> keep(id, end(b, entry)));
    } else if (type.equals(EntryType.RECONCILIATION)) {
      ended.computeIfPresent(id, (i, e) -> reconciled(e, entry));
      unread.computeIfPresent(id, (i, e) -> isToBeReadBack(reconciled(e, entry)) ? e : null);
    } else if (type.equals(EntryType.FORWARD_OPENED)) {
      leftOpen.put(id, entry);
    } else if (type.equals(EntryType.FORWARD_CLOSED)) {
      leftOpen.remove(id);
    }
  }

  private void keep(String id, Ended run) {
    ended.put(id, run);
    if (ended.size() > RunDesk.KEPT) {
      var oldest = ended.pollFirstEntry();
      if (isToBeReadBack(oldest.getValue())) {
        unread.put(oldest.getKey(), oldest.getValue());
      }
    }
  }

  private static boolean isToBeReadBack(Ended run) {
    return run.record() instanceof RunRecord.Unknown && run.readBack().isEmpty();
  }

  private static Ended reconciled(Ended run, AuditEntry entry) {
    return Reconciliation.of(entry)
        .map(found ->
            new Ended(
                run.id(),
                run.asked(),
                found.applied(run.record(), Reconciliation.now(entry)),
                Optional.of(found)))
        .orElse(run);
  }

  /** The last that was recorded of the keys of tokens. */
  Optional<AuditEntry> tokenKeys() {
    return tokenKeys;
  }

  /** Questions that are still open, and approvals that nobody has claimed. */
  OpenQuestions questions() {
    return questions;
  }

  /** Runs that were interrupted. */
  List<Begun> interrupted() {
    return List.copyOf(begun.values());
  }

  /** The intents of interrupted runs whose requests do not fit the workspace any more. */
  List<AuditEntry> unfit() {
    return List.copyOf(unfit.values());
  }

  /** The openings of ports that nobody closed before the process ended. */
  List<AuditEntry> leftOpen() {
    return List.copyOf(leftOpen.values());
  }

  /** The newest runs that ended, and before them older ones that are still to be read back. */
  List<Ended> runs() {
    return Stream.of(unread, ended).flatMap(runs -> runs.values().stream()).toList();
  }

  static RunView.Asked asked(Begun begun) {
    return new RunView.Asked(
        begun.request(),
        begun.intent().context().text("original_audit_id").orElse(""),
        when(begun.intent().chain().timestamp()),
        begun.intent().context().text("rollback_of"));
  }

  /** The request that an entry records, where it fits the workspace. */
  static Optional<ActionRequest> request(RequestParser parser, AuditEntry entry) {
    var submission =
        new Submission(
            new ActionName(entry.subject().action()),
            Optional.of(new TargetId(entry.subject().target())),
            Optional.of(entry.caller()),
            entry.params(),
            entry.line().text("ticket_id"));
    return parser.parse(submission) instanceof Parsed.Fits(var request)
        ? Optional.of(request)
        : Optional.empty();
  }

  private static Ended end(Begun begun, AuditEntry entry) {
    var context = entry.context();
    var account =
        new RunRecord.Account(
            fields(context, "before_state"),
            fields(context, "after_state"),
            prechecks(context),
            (long) number(context, "duration_ms"),
            context.text("executor_type").orElse(""));
    var error = context.text("error").orElse("");
    RunRecord record =
        switch (context.text("status").orElse("")) {
          case "success" ->
              new RunRecord.Succeeded(account, context.get("output").orElse(Value.NULL));
          case "failure" -> new RunRecord.Failed(account, error);
          case "skipped" -> new RunRecord.Skipped(account, error);
          default -> new RunRecord.Unknown(account, error);
        };
    return new Ended(begun.id(), asked(begun), record, Optional.empty());
  }

  static List<PrecheckResult> prechecks(Value.Fields context) {
    return context.objects("precheck_results").stream()
        .map(f ->
            new PrecheckResult(
                f.text("name").orElse(""),
                f.get("passed").equals(Optional.of(Value.of(true))),
                f.text("message").orElse(""),
                f.get("advisory").equals(Optional.of(Value.of(true)))))
        .toList();
  }

  private static double number(Value.Fields of, String name) {
    return switch (of.get(name).orElse(Value.NULL)) {
      case Value.Real(var d) -> d;
      case Value.Int(var i) -> i.doubleValue();
      case Value.Null n -> 0;
      case Value.Bool b -> 0;
      case Value.Text t -> 0;
      case Value.Items i -> 0;
      case Value.Fields f -> 0;
    };
  }

  static Value.Fields fields(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
  }

  static List<String> texts(Value.Fields of, String name) {
    if (!(of.get(name).orElse(Value.NULL) instanceof Value.Items(var items))) {
      return List.of();
    }
    return items.stream()
        .filter(Value.Text.class::isInstance)
        .map(t -> ((Value.Text) t).value())
        .toList();
  }

  /** A time the journal wrote; the epoch where it cannot be read, which is long over. */
  static Instant when(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
