package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.app.wire.Times;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.credential.CredentialSource;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.Credentials.Route;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at credentials without showing one. */
@Command(
    name = "credential",
    mixinStandardHelpOptions = true,
    description = "Looks at credentials; never shows a value.",
    synopsisSubcommandLabel = "COMMAND")
final class CredentialCommand {
  private CredentialCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new CredentialCommand())
        .addSubcommand("resolve", new CommandLine(new Resolve(session)))
        .addSubcommand("test-source", new CommandLine(new TestSource(session)));
  }

  private static Parsed parsed(
      Workspace workspace, String action, String target, Value.Fields params) {
    var submission =
        new Submission(
            new ActionName(action),
            Optional.of(new TargetId(target)),
            Optional.empty(),
            params,
            Optional.empty());
    return new RequestParser(workspace.catalog(), workspace.inventory()).parse(submission);
  }

  /** Says which source serves a request. */
  @Command(
      name = "resolve",
      mixinStandardHelpOptions = true,
      description =
          "Says which source would serve an execution, and with which scope; asks nobody."
              + " Exit status: 0 there is one or none is needed, 1 there should be one.")
  static final class Resolve extends InWorkspace {
    @Mixin private RequestOptions asked = new RequestOptions();

    @Option(names = "--json-output", description = "Prints the answer as JSON.")
    private boolean json;

    Resolve(Session session) {
      super(session);
    }

    @Override
    int run(Workspace workspace) {
      return switch (parsed(workspace, asked.action(), asked.target(), asked.params(workspace))) {
        case Parsed.Unfit unfit -> {
          session.complain(unfit.reason());
          yield Exit.NO;
        }
        case Parsed.Fits(var request) -> said(workspace, request);
      };
    }

    private int said(Workspace workspace, ActionRequest request) {
      return switch (workspace.settings().credentials().route(request)) {
        case Route.None() ->
            answer(
                Optional.empty(),
                request.action().scope().credentials().isEmpty()
                    ? "`" + asked.action() + "` declares no credentials."
                    : "The workspace has no `credentials`: executors use their own configuration.");
        case Route.Broken(var why) -> {
          session.complain(why);
          yield Exit.NO;
        }
        case Route.To(var source, var scope) -> {
          if (json) {
            session.print(
                Value.EMPTY
                    .with("source", Value.of(source))
                    .with("type", Value.of(scope.type()))
                    .with("ttl", Value.of(scope.ttlSeconds()))
                    .with("fields", scope.fields()));
          } else {
            session.say("source  " + source);
            session.say("type    " + scope.type());
            session.say("ttl     " + scope.ttlSeconds() + " s");
            scope
                .fields()
                .values()
                .forEach(
                    (name, value) -> session.say("  " + name + ": " + JsonText.compact(value)));
          }
          yield Exit.OK;
        }
      };
    }

    private int answer(Optional<String> source, String words) {
      if (json) {
        session.print(
            Value.EMPTY.with("source", Value.ofOptional(source)).with("why", Value.of(words)));
      } else {
        session.say(words);
      }
      return Exit.OK;
    }
  }

  /** Asks a source and gives back what it gave. */
  @Command(
      name = "test-source",
      mixinStandardHelpOptions = true,
      description =
          "Asks a source for a credential, says its shape, and gives it back."
              + " Exit status: 0 it gave one, 1 it did not.")
  static final class TestSource extends InWorkspace {
    private static final long LIFE = 60;
    private static final String AUDIT_ID = "test-source";

    @Parameters(paramLabel = "SOURCE", description = "Its name in `credentials: {sources: …}`.")
    private String source = "";

    @ArgGroup(exclusive = false)
    private @Nullable For request;

    @Option(
        names = {"--param", "-p"},
        paramLabel = "NAME=VALUE",
        description =
            "A parameter; its value is read by the type that the action declares, as text without"
                + " one.")
    private Map<String, String> param = new LinkedHashMap<>();

    @Option(names = "--json-output", description = "Prints the answer as JSON.")
    private boolean json;

    TestSource(Session session) {
      super(session);
    }

    @Override
    int run(Workspace workspace) {
      var credentials = workspace.settings().credentials();
      if (request == null) {
        var scope = new CredentialScope("test", Value.EMPTY, LIFE);
        var params = TypedText.all(Optional.empty(), param);
        return told(
            credentials.ask(
                source,
                new CredentialSource.Wanted(
                    scope,
                    new CredentialSource.Subject(scope, params, Optional.empty()),
                    AUDIT_ID,
                    Instant.now())));
      }
      var action = workspace.catalog().find(new ActionName(request.action));
      return switch (parsed(
          workspace, request.action, request.target, TypedText.all(action, param))) {
        case Parsed.Unfit unfit -> {
          session.complain(unfit.reason());
          yield Exit.NO;
        }
        case Parsed.Fits(var fitting) ->
            told(credentials.ask(source, fitting, AUDIT_ID, Instant.now()));
      };
    }

    private int told(Obtained obtained) {
      return switch (obtained) {
        case Obtained.Refused(var why) -> {
          session.complain("`" + source + "` gives no credentials: " + why + ".");
          yield Exit.NO;
        }
        case Obtained.Good(var credential) -> shape(credential);
      };
    }

    private int shape(Credential credential) {
      var names = new TreeSet<>(credential.secret().names());
      var kind = credential.kind();
      var expires = credential.expiresAt().map(Times::text);
      var problem = credential.end();
      if (json) {
        session.print(
            Value.EMPTY
                .with("source", Value.of(source))
                .with("kind", request == null ? Value.NULL : Value.of(kind))
                .with("fields", Value.texts(names))
                .with("expires_at", Value.ofOptional(expires))
                .with("problem", Value.ofOptional(problem)));
      } else {
        session.say("source   " + source);
        if (request != null) {
          session.say("kind     " + kind);
        }
        session.say("fields   " + String.join(", ", names));
        session.say("expires  " + expires.orElse("not by itself"));
        problem.ifPresent(session::complain);
      }
      return problem.isEmpty() ? Exit.OK : Exit.NO;
    }

    /** For which request; a source may need one to know what it is to give. */
    static final class For {
      @Option(
          names = "--action",
          required = true,
          paramLabel = "ACTION",
          description = "Asks as an execution of that action would.")
      private String action = "";

      @Option(
          names = {"--target", "-t"},
          required = true,
          paramLabel = "ID",
          description = "On that target of the inventory.")
      private String target = "";
    }
  }
}
