package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.durable.Trees;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.preview.Recomputation;
import dev.agentsafe.core.yaml.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file of a small world's rules, others in its place, and what comes of that. */
final class OtherRules {
  static final String FREEZE_PROD =
      """
        - name: prod-is-frozen
          priority: 90
          decision: deny
          reason: Nothing is changed in production now
          match: {targets: {environments: [prod]}}
      """;

  final Path file;
  final String base;
  private final Path folder;

  OtherRules(Path folder) throws IOException {
    this.folder = folder;
    file = folder.resolve("policies/rules.yaml");
    base = Files.readString(file);
  }

  Authoring.Saved save(Governor governor, String text) {
    var authoring = governor.files().authoring(SmallWorld.ANNA);
    return authoring.save(file, authoring.read(file), text);
  }

  String asking(String approval) {
    return base.replace(
        "  match: {targets: {environments: [prod]}}",
        "  match: {targets: {environments: [prod]}}\n    approval: " + approval);
  }

  Workspace loaded() {
    return ((Loaded.Good<Workspace>) Workspace.load(folder)).value();
  }

  /** The journal as it was when a process ended: what came after that entry never happened. */
  void endAfter(EntryType type) throws Exception {
    endAfter(type, 1);
  }

  void endAfter(EntryType type, int times) throws Exception {
    var kept = new ArrayList<String>();
    int found = 0;
    for (var line : Files.readAllLines(folder.resolve("audit.jsonl"))) {
      kept.add(line);
      if (line.contains("\"event_type\": \"" + type + "\"") && ++found == times) {
        break;
      }
    }
    Files.writeString(folder.resolve("audit.jsonl"), String.join("\n", kept) + "\n");
    for (var beside : List.of("audit.tlog", ".agent-safe")) {
      Trees.delete(folder.resolve(beside));
    }
  }

  static Authoring.Force force(Authoring.Saved saved) {
    return ((Authoring.Saved.Done) saved).force();
  }

  static List<AuditEntry> entries(Governor governor, EntryType type) {
    var found = new ArrayList<AuditEntry>();
    governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(type)) {
            found.add(entry);
          }
        });
    return found;
  }

  static Recomputation.Result recomputed(Governor governor) {
    var again = new Recomputation();
    governor.history(0, again::accept);
    return again.result();
  }

  static Effect asked(Governor governor, String target) {
    return governor.submit(SmallWorld.scale(target, 5)).result();
  }

  static ApprovalId question(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }

  static Standing standing(Governor governor, ApprovalId id) {
    return governor.standing(id).orElseThrow();
  }
}
