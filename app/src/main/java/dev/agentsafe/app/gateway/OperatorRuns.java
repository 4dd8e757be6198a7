package dev.agentsafe.app.gateway;

import dev.agentsafe.app.desk.Desk;
import java.util.List;
import java.util.function.BiFunction;

/** The operator's commands about executions. */
final class OperatorRuns {
  private final Desk desk;

  OperatorRuns(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    var operator = Route.Access.OPERATOR;
    return List.of(
        new Route(
            "POST",
            "/v1/operator/dry-runs",
            operator,
            call -> OperatorSide.asked(call, desk.runs()::dryRun)),
        new Route(
            "POST",
            "/v1/operator/executions",
            operator,
            call -> OperatorSide.asked(call, desk.runs()::execute)),
        new Route(
            "GET",
            "/v1/operator/executions/{id}",
            operator,
            call -> OperatorSide.answer(desk.runs().run(call.id()))),
        new Route("POST", "/v1/operator/executions/{id}/cancel", operator, this::callOff),
        new Route(
            "GET",
            "/v1/operator/forwards",
            operator,
            call -> OperatorSide.answer(desk.runs().forwards())),
        new Route("POST", "/v1/operator/executions/{id}/stop", operator, this::stop),
        new Route("POST", "/v1/operator/executions/{id}/read-back", operator, this::readBack),
        new Route("POST", "/v1/operator/undo", operator, this::undo));
  }

  private Answer callOff(Call call) {
    return reasoned(call, desk.runs()::callOff);
  }

  private Answer stop(Call call) {
    return reasoned(call, desk.runs()::stop);
  }

  private static Answer reasoned(Call call, BiFunction<String, String, Desk.Reply> desk) {
    var form = new Form(call.body(), "");
    var reason = form.prose("reason");
    return form.fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> OperatorSide.answer(desk.apply(call.id(), reason)));
  }

  private Answer readBack(Call call) {
    return new Form(call.body(), "")
        .fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> OperatorSide.answer(desk.runs().readBack(call.id())));
  }

  private Answer undo(Call call) {
    var form = new Form(call.body(), "");
    var id = form.text("id");
    return form.fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> OperatorSide.answer(desk.runs().undo(id)));
  }
}
