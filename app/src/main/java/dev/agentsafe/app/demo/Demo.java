package dev.agentsafe.app.demo;

import dev.agentsafe.app.seat.GovernorSeat;
import dev.agentsafe.app.tour.Tour;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.identity.OperatorHand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Does the main job from end to end on the embedded defaults, and tells it line by line. */
public final class Demo {
  /** A rule with break-glass, which the starter workspace of one person has none of. */
  private static final String EMERGENCIES =
      """
      rules:
        - name: restarts-take-two
          description: Two operators restart what customers use; in an outage one may do it alone
          priority: 510
          match:
            actions: [restart-deployment]
            targets:
              environments: [prod]
            callers:
              roles: [deployer]
          decision: require_approval
          reason: A restart in production takes two
          approval:
            quorum:
              - roles: [operator]
                count: 2
            ttl: 900
            reason: {required: true}
            break_glass: true
      """;

  private final Path out;
  private final Setting setting;
  private final Story story;

  /**
   * A demo that leaves workspace, journal and pictures below a folder.
   *
   * @param out is made anew; only a folder that an earlier demo made is replaced
   */
  public Demo(Path out, PrintStream print, Setting setting) {
    this.out = out.toAbsolutePath().normalize();
    this.setting = setting;
    story = new Story(print);
  }

  /**
   * What the demo finds, as any other use of the console does.
   *
   * @param starter writes a new workspace into a folder that does not exist yet
   * @param operators who sits at the console of a workspace
   */
  public record Setting(Starter starter, Function<Workspace, OperatorHand> operators) {}

  /**
   * Plays it, and says whether every step was what it should be.
   *
   * @param rounds how many more approvals are measured afterwards, where nobody attends
   * @param unattended whether the operator's part is done here, also where there is a display
   */
  public boolean play(int rounds, boolean unattended) throws IOException, InterruptedException {
    var workspace = out.resolve("workspace");
    clear(workspace);
    setting.starter().write(workspace);
    boolean display = Toolkit.hasDisplay();
    boolean alone = unattended || !display;
    story.say(
        alone
            ? (display ? "Unattended" : "No display: the console runs headless")
                + ", and its view-models do the operator's part."
            : "The console opens; you are the operator.");
    Toolkit.start(!display);
    try (var world = DemoWorld.open(workspace, setting.operators())) {
      story.say("Gateway at " + world.gateway().url() + ", journal " + world.journal());
      var pictures = out.resolve("pictures");
      try (ScreenHand hand =
          alone ? new ScreenHand(world, pictures) : new PersonHand(world, pictures, story)) {
        new Script(world, hand, story).play();
        if (alone && rounds > 0) {
          new Rounds(world, hand).play(rounds, story);
        }
      }
      story.say("Pictures in " + pictures);
    } catch (CoreException e) {
      story.step(false, "stopped", String.valueOf(e.getMessage()));
    }
    story.say(
        story.isGood()
            ? "%d steps, all as they should be.".formatted(story.steps())
            : "%d of %d steps are not as they should be.".formatted(story.wrong(), story.steps()));
    return story.isGood();
  }

  /** Writes a workspace. */
  @FunctionalInterface
  public interface Starter {
    /** Writes the starter workspace into a folder that does not exist yet. */
    void write(Path folder) throws IOException;
  }

  /**
   * Fills a workspace with questions, runs and refusals, and takes a picture of every screen.
   *
   * @return the pictures
   */
  public List<Path> tour() throws IOException, InterruptedException {
    var workspace = out.resolve("workspace");
    clear(workspace);
    setting.starter().write(workspace);
    Files.writeString(workspace.resolve("policies").resolve("15-emergencies.yaml"), EMERGENCIES);
    try (var world = DemoWorld.open(workspace, setting.operators())) {
      new Filling(world).fill();
      return Tour.run(
          out.resolve("pictures"),
          new GovernorSeat(
              world.governor(), world.operator(), world.gateway().url().getAuthority()));
    }
  }

  private static void clear(Path workspace) throws IOException {
    if (!Files.exists(workspace)) {
      return;
    }
    if (!Files.isRegularFile(workspace.resolve("agent-safe.yaml"))) {
      throw new CoreException(
          "`" + workspace + "` is there and is no workspace of a demo; name another `--out`.");
    }
    List<Path> all;
    try (var files = Files.walk(workspace)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : all) {
      Files.delete(file);
    }
  }
}
