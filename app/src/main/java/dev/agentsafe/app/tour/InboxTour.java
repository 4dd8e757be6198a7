package dev.agentsafe.app.tour;

import dev.agentsafe.app.inbox.Answer.Intent;
import dev.agentsafe.app.inbox.InboxViewModel;
import dev.agentsafe.app.inbox.Offer;
import dev.agentsafe.app.inbox.Row;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.state.Rehearsal;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** The inbox: questions, an offer of less, break-glass, a plan. */
final class InboxTour {
  private final InboxViewModel inbox;
  private final Camera camera;

  InboxTour(InboxViewModel inbox, Camera camera) {
    this.inbox = inbox;
    this.camera = camera;
  }

  void take() throws IOException, InterruptedException {
    var all = Toolkit.call(() -> java.util.List.copyOf(inbox.rows()));
    var number = 1;
    for (var row : all) {
      select(row);
      camera.picture("inbox-" + number++);
    }
    var less = first(q -> q.now().ballot().liberty().changes());
    if (less.isPresent()) {
      offer(less.get());
    }
    var alone = first(q -> q.now().ballot().liberty().alone().isPresent());
    if (alone.isPresent()) {
      glass(alone.get());
    }
    var plan =
        Toolkit.call(
            () -> inbox.rows().stream().filter(r -> r.card().get().plan().isPresent()).findFirst());
    if (plan.isPresent()) {
      plan(plan.get());
    }
  }

  private Optional<Row> first(Predicate<Question> wanted) throws InterruptedException {
    return Toolkit.call(() ->
        inbox.rows().stream()
            .filter(r -> r.card().get().plan().isEmpty())
            .filter(r -> r.question().get().open() && wanted.test(r.question().get()))
            .findFirst());
  }

  private void select(Row row) throws InterruptedException {
    Toolkit.call(() -> {
      inbox.select(row);
      return true;
    });
    Camera.until(() ->
        row.card().get().questions().stream()
            .noneMatch(q -> q.now().evidence() instanceof Rehearsal.Outcome.Gathering));
  }

  private void offer(Row row) throws IOException, InterruptedException {
    select(row);
    var answer = inbox.answer();
    Toolkit.call(() -> {
      answer.intend(Intent.OFFER);
      for (var line : answer.offer().lines().get()) {
        if (line instanceof Offer.Line.Amount(var room, var text)) {
          var range = room.range().orElseThrow();
          text.set(range.least().add(range.most()).divideToIntegralValue(TWO).toPlainString());
        }
      }
      answer.offer().life().set("120");
      answer.reason().set("Half of it is within the budget of this week");
      return true;
    });
    Camera.until(() -> answer.offer().ready().isPresent());
    camera.picture("inbox-offer");
    Toolkit.call(() -> {
      answer.typedTarget().set(row.question().get().what().deed().aim().id());
      answer.commit();
      return true;
    });
    Camera.until(() -> row.question().get().now().standing() instanceof Standing.Offered);
    camera.picture("inbox-offered");
  }

  private static final java.math.BigDecimal TWO = java.math.BigDecimal.valueOf(2);

  private void glass(Row row) throws IOException, InterruptedException {
    select(row);
    var answer = inbox.answer();
    Toolkit.call(() -> {
      answer.intend(Intent.ALONE);
      answer.typedTarget().set(row.question().get().what().deed().aim().id());
      answer.reason().set("Checkout fails and nobody else answers the phone");
      return true;
    });
    camera.picture("inbox-glass");
    Toolkit.call(() -> {
      answer.commit();
      return true;
    });
    Camera.until(() ->
        row.question().get().now().standing() instanceof Standing.Approved
            && inbox.reviews().next().isPresent());
    camera.picture("inbox-review");
  }

  private void plan(Row row) throws IOException, InterruptedException {
    select(row);
    var answer = inbox.answer();
    Toolkit.call(() -> {
      answer.typedTarget().set(row.question().get().what().deed().aim().id());
      answer.reason().set("Looked at each step");
      answer.approve();
      return true;
    });
    Camera.until(() -> !row.card().get().open());
    camera.picture("inbox-plan-answered");
  }
}
