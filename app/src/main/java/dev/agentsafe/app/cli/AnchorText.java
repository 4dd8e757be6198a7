package dev.agentsafe.app.cli;

import dev.agentsafe.core.anchor.AnchorReport;
import dev.agentsafe.core.anchor.AnchorTrust;
import dev.agentsafe.core.anchor.AnchorVerifier;
import dev.agentsafe.core.anchor.Kind;
import dev.agentsafe.core.anchor.Standing;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Says what the receipts beside a log are worth. */
record AnchorText(AnchorReport report, OptionalInt quorum) {
  private static final int MOST_SHOWN = 20;

  /**
   * What is wanted of receipts.
   *
   * @param trust who is believed
   * @param quorum so many witnesses must have cosigned; empty: none has to
   */
  record Wanted(AnchorTrust trust, OptionalInt quorum) {
    /** Whatever there is must hold. */
    static final Wanted NOTHING = new Wanted(AnchorTrust.NONE, OptionalInt.empty());
  }

  /** Checks the receipts of a log against the checkpoint that it is believed by. */
  static AnchorText of(Path log, Optional<Checkpoint> sealed, Wanted wanted) {
    return new AnchorText(
        AnchorVerifier.verify(
            new AnchorVerifier.Request(SealFolder.of(log), sealed, wanted.trust(), Instant.now())),
        wanted.quorum());
  }

  /** Whether all of them hold, and there are as many as are wanted. */
  boolean isGood() {
    return report.isGood() && (quorum.isEmpty() || report.witnessed(quorum.getAsInt()) > 0);
  }

  /** What people are told: the newest of each, and all that do not hold. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    report.newest().values().forEach(finding -> lines.add(line(finding)));
    var broken = report.broken();
    for (var finding : broken.subList(0, Math.min(broken.size(), MOST_SHOWN))) {
      lines.add(line(finding));
    }
    if (broken.size() > MOST_SHOWN) {
      lines.add("… and " + (broken.size() - MOST_SHOWN) + " receipts more that do not hold");
    }
    quorum.ifPresent(wanted -> {
      var covered = report.witnessed(wanted);
      lines.add(
          covered > 0
              ? "witnessed %d lines, by %d witnesses at least".formatted(covered, wanted)
              : "FAIL at the witnesses: fewer than %d cosigned".formatted(wanted));
    });
    return lines;
  }

  private String line(AnchorReport.Finding finding) {
    var name = finding.name().map(n -> n.anchor()).orElse("");
    var kind = finding.name().map(n -> n.kind().toString()).orElse("");
    return switch (finding.standing()) {
      case Standing.Holds(var at, var by, var pinned) ->
          "anchored %d by `%s`, %s of %s, at %s, %s ago%s"
              .formatted(
                  finding.size(),
                  name,
                  kind,
                  by,
                  at,
                  words(report.age(at)),
                  pinned ? "" : beside(finding));
      case Standing.Noted(var at, var where) ->
          "noted %d by `%s`, %s %s, at %s, %s ago; only the bucket can show it"
              .formatted(finding.size(), name, kind, where, at, words(report.age(at)));
      case Standing.Broken(var why) ->
          "FAIL at the receipt%s: %s"
              .formatted(finding.file().isEmpty() ? "s" : " `" + finding.file() + "`", why);
    };
  }

  private static String beside(AnchorReport.Finding finding) {
    return finding.name().filter(n -> n.kind() == Kind.COSIGNATURE).isPresent()
        ? "; its key stands beside the log and was not pinned: `--witness` pins it"
        : "; its certificate stands beside the log and was not pinned: `--authority` pins it";
  }

  private static String words(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " days";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " hours";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " minutes" : age.toSeconds() + " seconds";
  }

  /** All of them, for programs. */
  Value form() {
    var all = new ArrayList<Value>();
    report.findings().forEach(finding -> all.add(form(finding)));
    return new Value.Items(all);
  }

  private Value form(AnchorReport.Finding finding) {
    var form = new LinkedHashMap<String, Value>();
    form.put("receipt", Value.of(finding.file()));
    finding
        .name()
        .ifPresent(name -> {
          form.put("anchor", Value.of(name.anchor()));
          form.put("kind", Value.of(name.kind().toString()));
          form.put("size", Value.of(name.size()));
        });
    switch (finding.standing()) {
      case Standing.Holds(var at, var by, var pinned) -> {
        form.put("standing", Value.of("holds"));
        form.put("by", Value.of(by));
        form.put("pinned", Value.of(pinned));
        put(form, at);
      }
      case Standing.Noted(var at, var where) -> {
        form.put("standing", Value.of("noted"));
        form.put("where", Value.of(where));
        put(form, at);
      }
      case Standing.Broken(var why) -> {
        form.put("standing", Value.of("broken"));
        form.put("reason", Value.of(why));
      }
    }
    return new Value.Fields(form);
  }

  private void put(Map<String, Value> form, Instant at) {
    form.put("time", Value.of(at.toString()));
    form.put("age_seconds", Value.of(report.age(at).toSeconds()));
  }
}
