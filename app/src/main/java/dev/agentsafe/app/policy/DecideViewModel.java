package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.RulePlaces;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.preview.DraftRules;
import dev.agentsafe.core.preview.RecordedDecision;
import dev.agentsafe.core.preview.RecordedRequest;
import dev.agentsafe.core.request.Submission;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** One request under the draft, and how the rules come to it; belongs to the FX thread. */
public final class DecideViewModel {
  private final DraftDesk desk;
  private final Work work;
  private final Clock clock;
  private final ReadOnlyObjectWrapper<Optional<Answer>> answer =
      new ReadOnlyObjectWrapper<>(this, "answer", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<RecordedDecision>> recorded =
      new ReadOnlyObjectWrapper<>(this, "recorded", Optional.empty());
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final StringProperty action = new SimpleStringProperty(this, "action", "");
  private final StringProperty target = new SimpleStringProperty(this, "target", "");
  private final StringProperty agent = new SimpleStringProperty(this, "agent", "");
  private final StringProperty roles = new SimpleStringProperty(this, "roles", "");
  private final StringProperty groups = new SimpleStringProperty(this, "groups", "");
  private final StringProperty at = new SimpleStringProperty(this, "at", "");
  private final StringProperty expected = new SimpleStringProperty(this, "expected", "");
  private final BooleanProperty ticket = new SimpleBooleanProperty(this, "ticket");
  private Optional<DraftRules> rules = Optional.empty();
  private Optional<Caller> taken = Optional.empty();
  private boolean filling;
  private long wanted;

  /**
   * What the draft says.
   *
   * @param places where the conditions of its rules stand
   */
  public record Answer(Decision decision, RulePlaces places) {}

  DecideViewModel(DraftDesk desk, Work work, Clock clock) {
    this.desk = desk;
    this.work = work;
    this.clock = clock;
    for (var field : List.of(action, target, agent, roles, groups, at)) {
      field.subscribe(text -> typed());
    }
    ticket.subscribe(named -> typed());
  }

  /** What the draft says of the request; empty until there is one. */
  public ReadOnlyObjectProperty<Optional<Answer>> answer() {
    return answer.getReadOnlyProperty();
  }

  /** The recorded decision whose request it is, until somebody changes the form. */
  public ReadOnlyObjectProperty<Optional<RecordedDecision>> recorded() {
    return recorded.getReadOnlyProperty();
  }

  /** What came of the last command. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Name of the action. */
  public StringProperty action() {
    return action;
  }

  /** Id of the target. */
  public StringProperty target() {
    return target;
  }

  /** Id of the agent; empty: nobody said who asks. */
  public StringProperty agent() {
    return agent;
  }

  /** Its roles, separated by commas. */
  public StringProperty roles() {
    return roles;
  }

  /** Its groups, separated by commas. */
  public StringProperty groups() {
    return groups;
  }

  /** When it is asked; empty: now. */
  public StringProperty at() {
    return at;
  }

  /** Whether a change ticket is named. */
  public BooleanProperty ticket() {
    return ticket;
  }

  /** The rule that somebody expects to decide; empty: none in particular. */
  public StringProperty expected() {
    return expected;
  }

  /** The names of the actions that can be asked for. */
  public List<String> actions() {
    return desk.ground().catalog().actions().stream().map(a -> a.name().value()).toList();
  }

  /** The ids of the targets. */
  public List<String> targets() {
    return desk.ground().inventory().targets().stream().map(t -> t.id().value()).toList();
  }

  void rules(DraftRules now) {
    rules = Optional.of(now);
    decide();
  }

  /** Takes the request of a recorded decision, as rules saw it then. */
  public void take(RecordedDecision decision) {
    fill(decision.facts());
    recorded.set(Optional.of(decision));
    decide();
  }

  /** Takes the request of that entry of the journal, or of that question. */
  public void take(String seqOrQuestion) {
    work.quietly(
        progress -> desk.recorded(seqOrQuestion.strip()),
        found -> {
          switch (found) {
            case RecordedRequest.Found.Here(var decision) -> {
              message.set("");
              take(decision);
            }
            case RecordedRequest.Found.Left(var why) ->
                message.set(Words.of("decide.left", why.words()));
            case RecordedRequest.Found.Nothing _ ->
                message.set(Words.of("decide.nothing", seqOrQuestion.strip()));
          }
        },
        message::set);
  }

  /** Takes a request as rules would see it. */
  public void take(Facts facts) {
    fill(facts);
    recorded.set(Optional.empty());
    decide();
  }

  private void fill(Facts facts) {
    filling = true;
    taken = facts.caller();
    action.set(facts.action().value());
    target.set(facts.target().map(t -> t.id().value()).orElse(""));
    agent.set(facts.caller().map(c -> c.id().value()).orElse(""));
    roles.set(facts.caller().map(c -> String.join(", ", c.grants().roles())).orElse(""));
    groups.set(facts.caller().map(c -> String.join(", ", c.grants().groups())).orElse(""));
    at.set(facts.at().text());
    ticket.set(facts.hasChangeTicket());
    filling = false;
  }

  private void typed() {
    if (!filling) {
      recorded.set(Optional.empty());
      message.set("");
      decide();
    }
  }

  /** There is no request that could be decided; an answer on its way is none to it. */
  private void nothing(String why) {
    wanted++;
    answer.set(Optional.empty());
    message.set(why);
  }

  private void decide() {
    if (rules.isEmpty() || action.get().isBlank()) {
      nothing("");
      return;
    }
    var when =
        at.get().isBlank()
            ? Optional.of(Facts.When.of(clock.instant()))
            : Facts.When.parse(at.get().strip());
    if (when.isEmpty()) {
      nothing(Words.of("decide.time", at.get()));
      return;
    }
    var draft = rules.get();
    var asked = asked();
    var then = recorded.get();
    long mine = ++wanted;
    work.quietly(
        progress ->
            new Answer(
                then.<Decision>map(d -> Decision.under(draft.policies(), d.facts()))
                    .orElseGet(() -> desk.decide(draft.policies(), asked, when.get())),
                draft.places()),
        found -> {
          if (mine == wanted) {
            answer.set(Optional.of(found));
          }
        },
        why -> {
          if (mine == wanted) {
            nothing(why);
          }
        });
  }

  private Submission asked() {
    var id = agent.get().strip();
    // Whoever stays the agent of the request that was taken asks through the same others.
    var delegation =
        taken
            .filter(c -> c.id().value().equals(id))
            .map(Caller::delegation)
            .orElse(Caller.Delegation.NONE);
    return new Submission(
        new ActionName(action.get().strip()),
        Optional.of(target.get().strip()).filter(t -> !t.isEmpty()).map(TargetId::new),
        id.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Caller(
                    new AgentId(id),
                    "",
                    new Caller.Grants(list(roles.get()), list(groups.get())),
                    delegation)),
        Value.EMPTY,
        ticket.get() ? Optional.of("CHG-1") : Optional.empty());
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }

  /** Keeps what the draft says of the request as a policy test. */
  public void keep() {
    if (answer.get().isEmpty()
        || !(answer.get().get().decision() instanceof Decision.Ruled ruled)) {
      return;
    }
    var facts = ruled.facts();
    var effect = ruled.decision().effect();
    var name =
        Words.of(
            "decide.test",
            facts.caller().map(c -> c.id().value()).orElse("nobody"),
            facts.action().value(),
            facts.target().map(t -> t.id().value()).orElse(""),
            word(effect));
    var seq = recorded.get().map(d -> OptionalLong.of(d.seq())).orElse(OptionalLong.empty());
    work.quietly(
        progress ->
            desk.keep(
                name,
                facts,
                seq,
                new PolicyTest.Expectation(
                    effect, ruled.decision().rule().map(Rule::name), Optional.empty())),
        kept -> message.set(words(kept)),
        message::set);
  }

  static String words(DraftDesk.Kept kept) {
    return switch (kept) {
      case DraftDesk.Kept.Done(var file, var name) ->
          Words.of("decide.kept", name, String.valueOf(file.getFileName()));
      case DraftDesk.Kept.Refused(var why) -> why;
    };
  }

  static String word(Effect effect) {
    return switch (effect) {
      case ALLOW -> Words.of("effect.allow");
      case DENY -> Words.of("effect.deny");
      case REQUIRE_APPROVAL -> Words.of("effect.ask");
    };
  }
}
