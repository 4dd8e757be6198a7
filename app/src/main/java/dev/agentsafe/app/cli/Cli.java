package dev.agentsafe.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/** The program's commands; only the one that is asked for is built. */
public final class Cli {
  /** What has a window or hooks of its own, or executes something at once: it ends in order. */
  static final Set<String> LASTING =
      Set.of("console", "demo", "lsp", "rollback", "runner", "serve", "tour");

  private final Session session;

  /** A command line that speaks through this session. */
  public Cli(Session session) {
    this.session = session;
  }

  /** Whether what is asked for has to end in order. */
  public static boolean lasts(String... args) {
    return args.length > 0 && LASTING.contains(args[0]);
  }

  static Map<String, Function<Session, CommandLine>> commands() {
    var all = new LinkedHashMap<String, Function<Session, CommandLine>>();
    all.put("init", s -> new CommandLine(new InitCommand(s)));
    all.put("check", s -> new CommandLine(new CheckCommand(s)));
    all.put("list-actions", s -> new CommandLine(new ListActionsCommand(s)));
    all.put("validate", s -> new CommandLine(new ValidateCommand(s)));
    all.put("test", s -> new CommandLine(new TestCommand(s)));
    all.put("explain", s -> new CommandLine(new ExplainCommand(s)));
    all.put("map", s -> new CommandLine(new MapCommand(s)));
    all.put("replay", s -> new CommandLine(new ReplayCommand(s)));
    all.put("schema", s -> new CommandLine(new SchemaCommand(s)));
    all.put("lsp", s -> new CommandLine(new LspCommand(s)));
    all.put("audit", AuditCommand::line);
    all.put("approval", ApprovalCommand::line);
    all.put("rollback", RollbackCommand::line);
    all.put("runner", RunnerCommand::line);
    all.put("freeze", s -> new CommandLine(new HoldCommand.Freeze(s)));
    all.put("unfreeze", s -> new CommandLine(new HoldCommand.Unfreeze(s)));
    all.put("pause", s -> new CommandLine(new HoldCommand.Pause(s)));
    all.put("resume", s -> new CommandLine(new HoldCommand.Resume(s)));
    all.put("reload", s -> new CommandLine(new ReloadCommand(s)));
    all.put("agents", s -> new CommandLine(new HoldCommand.Agents(s)));
    all.put("ticket", TicketCommand::line);
    all.put("agent", AgentCommand::line);
    all.put("operator", OperatorCommand::line);
    all.put("credential", CredentialCommand::line);
    all.put("console", s -> new CommandLine(new ConsoleCommand(s)));
    all.put("demo", s -> new CommandLine(new DemoCommand(s)));
    all.put("tour", s -> new CommandLine(new TourCommand(s)));
    all.put("serve", s -> new CommandLine(new ServeCommand(s)));
    return all;
  }

  /** Runs one command; its exit status is one of {@link Exit}. */
  public int run(String... args) {
    var plain = PlainVerification.plainly(session, args);
    if (plain.isEmpty()) {
      return parse(args);
    }
    try {
      return plain.get().run(session);
    } catch (RuntimeException e) {
      return new Failure(session).report(e);
    }
  }

  private int parse(String... args) {
    var line = new CommandLine(new RootCommand());
    var asked = args.length > 0 ? commands().get(args[0]) : null;
    if (asked != null) {
      line.addSubcommand(args[0], asked.apply(session));
    } else {
      commands().forEach((name, make) -> line.addSubcommand(name, make.apply(session)));
    }
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(this::misused);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> new Failure(session).report(failure));
    return line.execute(args);
  }

  private int misused(CommandLine.ParameterException misuse, String[] args) {
    session.complain("agent-safe: " + String.valueOf(misuse.getMessage()));
    var command = misuse.getCommandLine().getCommandSpec().qualifiedName();
    session.complain("`" + command + " --help` shows how it is used.");
    return Exit.USAGE;
  }
}
