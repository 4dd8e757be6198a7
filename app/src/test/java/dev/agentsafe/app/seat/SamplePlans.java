package dev.agentsafe.app.seat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.plan.PlanId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans over the questions of a sample seat; each step depends on the one before it. */
public final class SamplePlans implements Plans {
  private final SampleSeat seat;
  private final Map<PlanId, List<ApprovalId>> plans = new LinkedHashMap<>();
  private final List<ApprovalId> done = new ArrayList<>();
  private Optional<String> stopped = Optional.empty();

  SamplePlans(SampleSeat seat) {
    this.seat = seat;
  }

  /** A plan whose steps asked those questions. */
  public synchronized PlanId add(List<ApprovalId> questions) {
    var id = new PlanId("pln-%012x".formatted(plans.size()));
    plans.put(id, List.copyOf(questions));
    return id;
  }

  /** That step was done. */
  public synchronized void succeed(ApprovalId question) {
    done.add(question);
  }

  /** Nothing of any plan begins any more. */
  public synchronized void stop(String why) {
    stopped = Optional.of(why);
  }

  @Override
  public synchronized List<PlanCard> open() {
    return plans.keySet().stream()
        .flatMap(id -> card(id).stream())
        .filter(c -> !c.course().isOver())
        .toList();
  }

  @Override
  public synchronized Optional<PlanCard> card(PlanId id) {
    var questions = plans.get(id);
    if (questions == null) {
      return Optional.empty();
    }
    var steps = new ArrayList<Course.Step>();
    for (var question : questions) {
      var before = steps.isEmpty() ? List.<String>of() : List.of(steps.getLast().id());
      steps.add(
          new Course.Step(
              "step-" + (steps.size() + 1),
              before,
              "evt-%012x".formatted(steps.size()),
              Optional.of(question.value()),
              stage(question)));
    }
    var course = new Course(id, new AgentId("deploy-bot"), steps, stopped);
    return Optional.of(
        new PlanCard(
            course,
            steps.stream()
                .map(s ->
                    new PlanCard.Part(
                        s,
                        Optional.empty(),
                        seat.question(new ApprovalId(s.request().orElseThrow()))))
                .toList()));
  }

  private Stage stage(ApprovalId question) {
    if (done.contains(question)) {
      return new Stage.Succeeded(
          new dev.agentsafe.core.run.RunId("run-000000000000"), Instant.EPOCH);
    }
    return seat.question(question).orElseThrow().now().standing() instanceof Standing.Approved
        ? new Stage.Cleared(Instant.EPOCH)
        : new Stage.Asked();
  }

  @Override
  public synchronized Optional<PlanId> of(ApprovalId question) {
    return plans.entrySet().stream()
        .filter(e -> e.getValue().contains(question))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Voted vote(PlanCard card, Choice choice, Duration shown) {
    Voted last = new Voted.Refused("settled", "Nothing waits.");
    for (var question : card.questions()) {
      last = seat.vote(question, choice, shown);
    }
    return last;
  }
}
