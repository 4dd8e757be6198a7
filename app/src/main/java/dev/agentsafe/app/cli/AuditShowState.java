package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the state before and after a decision's execution, as 0.16 does. */
@Command(
    name = "show-state",
    mixinStandardHelpOptions = true,
    description = "Shows the states that were captured around a decision's execution.")
final class AuditShowState implements Callable<Integer> {
  private static final List<String> OBJECTS = List.of("before_state", "after_state", "diff");
  private static final List<String> LISTS =
      List.of("state_fields_declared", "state_fields_captured");

  private final Session session;

  @Parameters(paramLabel = "AUDIT_ID", description = "The decision's audit id.")
  private String auditId = "";

  @Mixin private LogChoice.ByOption log = new LogChoice.ByOption();

  @Option(names = "--json-output", description = "Prints the capture as JSON.")
  private boolean json;

  @Option(
      names = "--objects",
      description = "Shows the whole object before and after, where it is kept beside the log.")
  private boolean objects;

  AuditShowState(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return log.with(session, this::show);
  }

  private int show(Path file) {
    var latest = new AtomicReference<Optional<AuditEntry>>(Optional.empty());
    var beside = new AtomicReference<Value>(Value.NULL);
    LogReader.read(
        file,
        entry -> {
          if (entry.chain().type().equals(EntryType.STATE_CAPTURE)
              && entry.context().text("original_audit_id").equals(Optional.of(auditId))) {
            latest.set(Optional.of(entry));
            entry.context().get(BlobReference.BESIDE).ifPresent(beside::set);
          }
        });
    if (latest.get().isEmpty()) {
      session.complain("No state was captured for `" + auditId + "`.");
      return Exit.NO;
    }
    var form = form(latest.get().get());
    var whole = objects(beside.get(), BlobReference.folder(file));
    if (json) {
      session.print(objects ? form.with("objects", whole) : form);
    } else {
      print(form);
      whole.values().forEach(this::print);
    }
    return Exit.OK;
  }

  /** What is kept of the whole object; null stands for what is named and not there any more. */
  private static Value.Fields objects(Value beside, Path folder) {
    var whole = new LinkedHashMap<String, Value>();
    if (beside instanceof Value.Fields(var named)) {
      named.forEach((when, reference) ->
          whole.put(
              when, BlobReference.of(reference).flatMap(r -> r.read(folder)).orElse(Value.NULL)));
    }
    return new Value.Fields(whole);
  }

  private void print(String when, Value object) {
    if (!objects) {
      session.say("The whole object " + when + " is kept; `--objects` shows it.");
    } else if (object instanceof Value.Null) {
      session.say("The whole object " + when + " is not there any more, or is not what it was.");
    } else {
      session.say("whole object " + when + ":\n" + JsonText.pretty(object));
    }
  }

  private static Value.Fields form(AuditEntry entry) {
    var context = entry.context();
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("audit_id", context.get("original_audit_id").orElse(Value.NULL));
    members.put("action", Value.of(entry.subject().action()));
    members.put("target", Value.of(entry.subject().target()));
    members.put("caller", Value.of(entry.subject().caller()));
    OBJECTS.forEach(name -> members.put(name, context.get(name).orElse(Value.EMPTY)));
    members.put("capture_duration_ms", context.get("capture_duration_ms").orElse(Value.NULL));
    LISTS.forEach(name -> members.put(name, context.get(name).orElse(Value.texts(List.of()))));
    members.put("timestamp", Value.of(entry.chain().timestamp()));
    return new Value.Fields(members);
  }

  private void print(Value.Fields form) {
    session.say("State captured for " + Shown.line(auditId));
    for (var name : List.of("action", "target", "caller", "timestamp")) {
      session.say("  %-9s %s".formatted(name, Shown.line(form.text(name).orElse(""))));
    }
    session.say("before:\n" + JsonText.pretty(form.get("before_state").orElse(Value.EMPTY)));
    session.say("after:\n" + JsonText.pretty(form.get("after_state").orElse(Value.EMPTY)));
    session.say("changes:\n" + JsonText.pretty(form.get("diff").orElse(Value.EMPTY)));
  }
}
