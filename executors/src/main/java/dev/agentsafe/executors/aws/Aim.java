package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.TargetTypes;
import dev.agentsafe.core.runner.Order;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one order is about: a thing in one region of one account.
 *
 * @param home where its target is
 * @param params of the request
 * @param auditId left as a mark where the API takes one
 */
record Aim(Thing thing, Home home, Value.Fields params, String auditId) {

  /**
   * Where a target is, by its binding; nothing stands in for any of it.
   *
   * @param kind what the target is
   * @param ids what else the binding names
   */
  record Home(String account, String region, Thing kind, Map<String, String> ids) {}

  /** What came of looking for it. */
  sealed interface Found {
    /** It is there. */
    record At(Aim aim) implements Found {}

    /** It cannot be said which thing is meant, or it may not be touched. */
    record Nowhere(String why) implements Found {}
  }

  /** What an order acts on. */
  static Found of(Order order, Thing thing) {
    var request = order.request();
    var target = request.target();
    var bound = target.binding().map(Target.Binding::coordinates).orElse(Map.of());
    var account = bound.getOrDefault("account", "");
    var region = bound.getOrDefault("region", "");
    if (!Ids.ACCOUNT.takes(account) || !Ids.REGION.takes(region)) {
      return new Found.Nowhere(
          "`%s` has no binding with an `account` (twelve digits) and a `region`; say in the inventory where it is."
              .formatted(target.id()));
    }
    var type = TargetTypes.plain(target.type());
    var kind = thing.container().filter(outer -> outer.is(type)).orElse(thing);
    var home = new Home(account, region, kind, bound);
    return unnamed(home, target)
        .or(() -> conflict(home, request))
        .or(() -> unknown(home, thing, request.params()))
        .<Found>map(Found.Nowhere::new)
        .orElseGet(() -> new Found.At(new Aim(thing, home, request.params(), order.auditId())));
  }

  private static Optional<String> unnamed(Home home, Target target) {
    return home.kind().names().stream()
        .filter(name -> home.ids().getOrDefault(name, "").isEmpty())
        .findFirst()
        .map(name ->
            "The binding of `%s` does not name its `%s`; say it in the inventory."
                .formatted(target.id(), name));
  }

  private static Optional<String> conflict(Home home, ActionRequest request) {
    return home.ids().entrySet().stream()
        .filter(entry ->
            request
                .params()
                .text(entry.getKey())
                .filter(given -> !given.equals(entry.getValue()))
                .isPresent())
        .findFirst()
        .map(entry ->
            "Parameter `%s`: `%s` is not what `%s` is bound to, `%s`."
                .formatted(
                    entry.getKey(),
                    request.params().textOrEmpty(entry.getKey()),
                    request.target().id(),
                    entry.getValue()));
  }

  private static Optional<String> unknown(Home home, Thing thing, Value.Fields params) {
    for (var id : thing.ids().entrySet()) {
      var given = params.text(id.getKey());
      var objection =
          given.isEmpty()
              ? Optional.of(
                  "Parameter `%s` is needed to know the %s.".formatted(id.getKey(), thing.label()))
              : id.getValue().objection(id.getKey(), given.get(), home.account(), home.region());
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  /** That parameter, which is there because it names the thing or is required. */
  String text(String parameter) {
    return params.textOrEmpty(parameter);
  }

  /** A whole number, where the parameter has one. */
  Optional<BigInteger> number(String parameter) {
    return params.get(parameter).orElse(Value.NULL) instanceof Value.Int(var number)
        ? Optional.of(number)
        : Optional.empty();
  }

  /** The thing, named alike by whatever names it. */
  String address() {
    return "%s %s %s"
        .formatted(home.account(), thing.isGlobal() ? "everywhere" : home.region(), this);
  }

  /** Such as {@code service shop/web}. */
  @Override
  public String toString() {
    return thing.label()
        + " "
        + thing.names().stream()
            .map(this::text)
            .map(name -> name.startsWith("arn:") ? Ids.last(name) : name)
            .collect(Collectors.joining("/"));
  }
}
