package dev.agentsafe.app.window;

import dev.agentsafe.app.agents.AgentsScreen;
import dev.agentsafe.app.agents.AgentsViewModel;
import dev.agentsafe.app.audit.Exports;
import dev.agentsafe.app.audit.LogScreen;
import dev.agentsafe.app.audit.LogViewModel;
import dev.agentsafe.app.audit.VerifyScreen;
import dev.agentsafe.app.audit.VerifyViewModel;
import dev.agentsafe.app.inbox.InboxScreen;
import dev.agentsafe.app.inbox.InboxViewModel;
import dev.agentsafe.app.inbox.WarmUp;
import dev.agentsafe.app.policy.PolicyScreen;
import dev.agentsafe.app.policy.PolicyViewModel;
import dev.agentsafe.app.policy.PreviewViewModel;
import dev.agentsafe.app.run.RunsScreen;
import dev.agentsafe.app.run.RunsViewModel;
import dev.agentsafe.app.seat.Place;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.settings.SettingsScreen;
import dev.agentsafe.app.shell.FreezeViewModel;
import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.shell.ShellView;
import dev.agentsafe.app.shell.ShellViewModel;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.editors.git.Checkout;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The console in one window: the frame at once, the screens when there is a seat; FX thread. */
public final class ConsoleWindow {
  private final Work work;
  private final Theme theme;
  private final Clock clock;
  private final ShellViewModel shell;
  private final ShellView view;
  private Optional<Models> models = Optional.empty();

  /** The view-models behind the screens, for whoever drives them. */
  public record Models(
      InboxViewModel inbox,
      AgentsViewModel agents,
      RunsViewModel runs,
      LogViewModel log,
      VerifyViewModel verify,
      PolicyViewModel policies,
      PreviewViewModel preview) {}

  /** A window that shows the loading of that. */
  public ConsoleWindow(Work work, Theme theme, Clock clock, String what) {
    this.work = work;
    this.theme = theme;
    this.clock = clock;
    shell = new ShellViewModel(work, theme, what);
    view = new ShellView(shell);
  }

  /** The frame's model. */
  public ShellViewModel shell() {
    return shell;
  }

  /** The root of the scene. */
  public ShellView view() {
    return view;
  }

  /** The models of the screens; empty until they are made, soon after {@link #open}. */
  public Optional<Models> models() {
    return models;
  }

  /** Makes ready, away from the screen, what the first question will need; any time. */
  public void warmUp() {
    work.quietly(
        progress -> {
          WarmUp.run();
          return true;
        },
        done -> {},
        shell::tell);
  }

  /** Puts the screens of that seat in place, with room between for what else waits for them. */
  public void open(Seat seat) {
    var inbox = new InboxViewModel(seat, work, clock);
    work.onScreen(() -> {
      var policies = new PolicyViewModel(seat.authoring(), work);
      var made =
          new Models(
              inbox,
              new AgentsViewModel(seat, work, clock),
              new RunsViewModel(seat, work),
              new LogViewModel(seat, work, clock),
              new VerifyViewModel(work, seat.place().journal(), clock),
              policies,
              new PreviewViewModel(
                  new PreviewViewModel.Desk(
                      seat.drafts(),
                      seat::versions,
                      seat.reloading(),
                      seat.place().root().resolve("agent-safe.yaml"),
                      new Checkout(seat.place().root(), seat.place().journal())),
                  policies,
                  work,
                  clock));
      models = Optional.of(made);
      work.onScreen(() -> furnish(seat, made));
    });
  }

  private void furnish(Seat seat, Models made) {
    var place = seat.place();
    var freeze = new FreezeViewModel(seat.brakes(), work);
    var screens = new ArrayList<Screen>();
    screens.add(new InboxScreen(made.inbox(), this::undo, shell::show));
    screens.add(new AgentsScreen(made.agents(), shell::show));
    screens.add(new RunsScreen(made.runs()));
    LongConsumer toEntry =
        seq -> {
          shell.show("log");
          made.log().select(seq);
        };
    screens.add(new PolicyScreen(made.policies(), made.preview(), toEntry));
    screens.add(
        new LogScreen(
            made.log(),
            new Ways(shell, made.inbox(), made.runs()),
            new Exports(place.journal(), work)));
    screens.add(new VerifyScreen(made.verify(), toEntry));
    var settings = new SettingsScreen(theme, place, seat.operator());
    screens.add(settings);
    var chips =
        new ShellViewModel.Chips(
            String.valueOf(place.root().getFileName()), place.gateway(), person(seat));
    var steps =
        new ArrayList<>(
            shell.ready(new ShellViewModel.Contents(screens, chips, names(place), freeze)));
    steps.addAll(screens.getFirst().beforehand());
    steps.add(() -> shell.show(screens.getFirst()));
    steps.add(() -> follow(seat, made));
    work.inTurns(steps);
    seat.subscribe(entry -> {
      work.onScreen(freeze::refresh);
      if (entry.chain().type().equals(EntryType.POLICY_CHANGED)) {
        renew(seat, settings);
      }
    });
  }

  /** Other rules decide: what can be found, and what is said of them. */
  private void renew(Seat seat, SettingsScreen settings) {
    work.quietly(
        progress -> seat.place(),
        place -> {
          shell.findable(names(place));
          settings.show(place);
        },
        shell::tell);
  }

  /** Keeps the header's chips as things are. */
  private void follow(Seat seat, Models made) {
    Runnable journal =
        () ->
            work.quietly(
                progress -> seat.journal(),
                health -> shell.journal(health, clock.instant()),
                shell::tell);
    journal.run();
    work.every(Duration.ofSeconds(1), journal);
    made.inbox()
        .answer()
        .unlocking()
        .state()
        .subscribe(state -> work.quietly(progress -> person(seat), shell::operator, shell::tell));
    made.agents()
        .now()
        .subscribe(now -> shell.gateway(seat.place().gateway(), made.agents().lately()));
  }

  /** Name, roles, and the key that signs or what is the matter with it. */
  private static ShellViewModel.Person person(Seat seat) {
    var operator = seat.operator();
    var name = operator.name().isBlank() ? operator.id().value() : operator.name();
    var key =
        switch (seat.hand().state()) {
          case OperatorHand.State.Ready(var signer) ->
              Words.of("operator.key", brief(signer.publicKey().id()));
          case OperatorHand.State.Locked _ -> Words.of("operator.locked");
          case OperatorHand.State.Without _ -> Words.of("operator.keyless");
        };
    return new ShellViewModel.Person(
        name, Words.of("operator.detail", String.join(", ", operator.roles()), key));
  }

  private static String brief(String fingerprint) {
    return fingerprint.substring(0, Math.min(8, fingerprint.length()));
  }

  private void undo(String auditId) {
    shell.show("runs");
    models.ifPresent(m -> m.runs().undo(auditId));
  }

  private List<Screen.Hit> names(Place place) {
    var hits = new ArrayList<Screen.Hit>();
    place.names().rules().forEach(r -> hits.add(hit("palette.rule", r.name(), r.place())));
    place.names().actions().forEach(a -> hits.add(hit("palette.action", a, "")));
    place.names().targets().forEach(t -> hits.add(hit("palette.target", t, "")));
    return hits;
  }

  /** What of the record mentions that name. */
  private Screen.Hit hit(String kind, String name, String note) {
    var word =
        switch (kind) {
          case "palette.rule" -> Words.of("palette.rule");
          case "palette.action" -> Words.of("palette.action");
          default -> Words.of("palette.target");
        };
    return new Screen.Hit(
        word,
        name,
        note,
        () -> {
          shell.show("log");
          models.ifPresent(m -> m.log().query().set(name));
        });
  }
}
