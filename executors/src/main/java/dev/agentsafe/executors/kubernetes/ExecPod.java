package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.runner.Manual.Check;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.PrecheckResult;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs one command that the workspace allows in a container, without any shell. */
final class ExecPod implements Errand<Pod> {
  private static final int MOST_WORDS = 64;
  private static final int LONGEST_WORD = 4096;

  /** How many bytes of each of its two outputs are answered. */
  static final int MOST_BYTES = 64 * 1024;

  private static final Map<String, Check> CHECKS =
      Map.of(
          "pod-exists", PodChecks.CHECKS.get("pod-exists"),
          "pod-running", PodChecks.CHECKS.get("pod-running"),
          "command-allowlist",
              Check.blocking("`exec: {allow: […]}` of the workspace's settings has the command"));

  private final CommandRules commands;

  ExecPod(CommandRules commands) {
    this.commands = commands;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(
            "command", "1 to 64 words of at most 4096 characters; no shell reads them",
            "container", "a name as Kubernetes takes it; one of the pod's"),
        CHECKS,
        new Manual.Course(
            "the container and whether the command is allowed; what it would do is not known",
            "the command's words as they are, no input, no terminal; 64 KiB of each output",
            "its end and exit code, before the deadline; what looks like a secret is taken out of"
                + " its output before anybody sees it",
            "-"),
        new Manual.Undoing.Irreversible("what a command did is not known here"));
  }

  @Override
  public Kind kind() {
    return Kind.POD;
  }

  @Override
  public Class<Pod> type() {
    return Pod.class;
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    return words(params).isEmpty()
        ? Optional.of(
            "Parameter `command` must be a list of 1 to 64 texts of at most 4096 characters, the"
                + " first of them the command.")
        : params.text("container").flatMap(name -> Grammar.LABEL.objection("container", name));
  }

  /** The command and its arguments; none where it is no such list. */
  private static List<String> words(Value.Fields params) {
    var words = new ArrayList<String>();
    if (params.get("command").orElse(Value.NULL) instanceof Value.Items(var items)) {
      for (var item : items) {
        if (!(item instanceof Value.Text(var word))
            || word.length() > LONGEST_WORD
            || word.indexOf('\0') >= 0) {
          return List.of();
        }
        words.add(word);
      }
    }
    return words.size() > MOST_WORDS || words.isEmpty() || words.getFirst().isBlank()
        ? List.of()
        : words;
  }

  @Override
  public Value.Fields fields(Pod live, Site site) {
    return Pods.fields(live);
  }

  @Override
  public PrecheckResult check(String name, Optional<Pod> live, Asked asked) {
    if (!name.equals("command-allowlist")) {
      return PodChecks.check(name, live, asked);
    }
    return refusal(words(asked.params()))
        .map(why -> Prechecks.fail(name, why))
        .orElseGet(() -> Prechecks.pass(name, "the workspace allows it"));
  }

  private Optional<String> refusal(List<String> words) {
    return commands.allow(words)
        ? Optional.empty()
        : Optional.of(
            "the workspace does not allow this command; what may run stands under `exec: allow:`"
                + " of its settings");
  }

  @Override
  public Prospect prospect(Pod live, Site site) {
    var container = container(live, site);
    return objection(live, site)
        .<Prospect>map(Prospect.Impossible::new)
        .orElseGet(() ->
            new Prospect.Of(
                fields(live, site),
                List.of(site.asked().place().toString()),
                List.of(
                    "Running it in container `"
                        + container
                        + "`; what it changes is not known beforehand and cannot be undone.")));
  }

  private Optional<String> objection(Pod live, Site site) {
    return refusal(words(site.asked().params()))
        .or(() -> PodLogs.missing(live, container(live, site)));
  }

  private static String container(Pod live, Site site) {
    return Pods.container(live, site.asked().params().text("container"));
  }

  @Override
  public Effected run(Pod live, Site site, Permit permit, Consumer<String> progress) {
    var objection = objection(live, site);
    if (objection.isPresent()) {
      return new Effected.NotDone(
          "It cannot be done to " + site.asked().place() + ": " + objection.get() + ".");
    }
    var container = container(live, site);
    progress.accept("Running the command in container `" + container + "`");
    var words = words(site.asked().params());
    return switch (site.cluster().exec(site.asked().place(), container, words, MOST_BYTES)) {
      case Executed.Refused(var why) ->
          new Effected.NotDone("The command was not begun: " + why + ".");
      case Executed.Lost(var why, var out) ->
          new Effected.InDoubt(
              "The command was sent to "
                  + site.asked().place()
                  + " and "
                  + why
                  + "; it may have run, or still run."
                  + (out.text().isEmpty() ? "" : " So far it wrote: " + out.text()));
      case Executed.Ended(int exit, var out, var err) -> {
        progress.accept("The command ended with exit code " + exit);
        yield new Effected.Done(
            Value.EMPTY
                .with("container", Value.of(container))
                .with("exit_code", Value.of(exit))
                .with("stdout", Value.of(out.text()))
                .with("stderr", Value.of(err.text()))
                .with("truncated", Value.of(out.cut() || err.cut())));
      }
    };
  }

  @Override
  public Readback happened(Pod live, Site site) {
    return new Readback.Open("What a command did cannot be told from the pod; look at it.");
  }
}
