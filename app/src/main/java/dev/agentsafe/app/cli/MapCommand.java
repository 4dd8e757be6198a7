package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.policy.Glob;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.preview.MapDifference;
import dev.agentsafe.core.preview.MapSpace;
import dev.agentsafe.core.preview.PolicyMap;
import dev.agentsafe.core.preview.Watch;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says who may do what where and when. */
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    description =
        "Says what the rules, or a draft of them, allow without approval, ask people for and deny:"
            + " every action on every target, for whoever a rule names, through a week. Exit status"
            + " with --compare: 1 something would be allowed that is not.")
final class MapCommand extends InWorkspace {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DraftChoice draft = new DraftChoice();

  @Option(
      names = "--compare",
      description =
          "Says what the draft changes of the workspace's policies, with an example each.")
  private boolean compare;

  @Option(
      names = "--action",
      paramLabel = "GLOB",
      description = "Only actions whose name is like that.")
  private String actions = "*";

  @Option(
      names = "--target",
      paramLabel = "GLOB",
      description = "Only targets whose id is like that.")
  private String targets = "*";

  @Option(
      names = "--roles",
      split = ",",
      description =
          "An agent for each of these roles that has no other, instead of whoever a rule names.")
  private List<String> roles = List.of();

  @Option(names = "--with-ticket", description = "Requests name a change ticket.")
  private boolean ticket;

  @Option(
      names = "--week",
      paramLabel = "DATE",
      description = "A day of the week that is meant, such as 2026-03-30. Default: this week.")
  private @Nullable LocalDate week;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Shape.Words.class,
      description =
          "How it is written: text, json or, without --compare, csv (a line for each stretch of"
              + " time).")
  private Shape shape = Shape.TEXT;

  MapCommand(Session session) {
    super(session);
  }

  /** How a map is written. */
  enum Shape {
    TEXT,
    CSV,
    JSON;

    /** Reads the lower-case word of the option's value, or says which there are. */
    static final class Words implements ITypeConverter<Shape> {
      @Override
      public Shape convert(String value) {
        return Format.oneOf(values(), value);
      }
    }
  }

  @Override
  void examine() {
    if (compare && shape == Shape.CSV) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--format: what `--compare` says is not written as csv; choose `text` or `json`");
    }
  }

  @Override
  int run(Workspace workspace) {
    return draft
        .rules(session, workspace)
        .map(rules ->
            compare
                ? compare(workspace, rules.policies())
                : show(space(workspace, rules.policies()), rules.policies()))
        .orElse(Exit.CANNOT);
  }

  private int show(MapSpace space, PolicySet rules) {
    var map = PolicyMap.of(space, rules, Watch.NOBODY).orElseThrow();
    switch (shape) {
      case TEXT -> MapText.print(session, map);
      case CSV -> MapText.csv(session, map);
      case JSON -> session.print(MapText.json(map));
    }
    return Exit.OK;
  }

  private int compare(Workspace workspace, PolicySet rules) {
    var before = workspace.policies();
    var named = new ArrayList<>(before.rules());
    named.addAll(rules.rules());
    var space = space(workspace, new PolicySet(named));
    var difference = MapDifference.between(space, before, rules, Watch.NOBODY).orElseThrow();
    if (shape == Shape.JSON) {
      session.print(DifferenceText.json(difference));
    } else {
      DifferenceText.print(session, difference);
    }
    return difference.changes().stream().anyMatch(c -> c.kind().allows()) ? Exit.NO : Exit.OK;
  }

  private MapSpace space(Workspace workspace, PolicySet rules) {
    var names = Glob.of(actions);
    var ids = Glob.of(targets);
    return new MapSpace(
        workspace.catalog().actions().stream()
            .filter(a -> names.matches(a.name().value()))
            .toList(),
        workspace.inventory().targets().stream().filter(t -> ids.matches(t.id().value())).toList(),
        roles.isEmpty()
            ? MapSpace.subjects(rules.rules())
            : roles.stream().map(MapSpace.Subject::role).toList(),
        week == null ? LocalDate.now(ZoneOffset.UTC) : week,
        ticket);
  }
}
