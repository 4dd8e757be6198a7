package dev.agentsafe.core.preview;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes whole requests of the cells of a map, with parameters that their actions accept; stateless.
 */
public final class Examples {
  private static final List<String> TEXTS =
      List.of(
          "web",
          "a",
          "1",
          "web-0",
          "v1.0.0",
          "registry.example/shop/web:1.0.0",
          "i-0123456789abcdef0",
          "vol-0123456789abcdef0",
          "sg-0123456789abcdef0",
          "10.0.0.0/8",
          "100m",
          "128Mi",
          "https://example.com/",
          "2026-01-01T00:00:00Z");

  private Examples() {}

  /**
   * A request for that cell.
   *
   * @return empty where no parameters were found that the action accepts: somebody has to give them
   */
  public static Optional<Submission> of(
      MapSpace space, MapDifference.Cell cell, RequestParser parser) {
    var action = space.actions().get(cell.action());
    var bare =
        new Submission(
            action.name(),
            Optional.of(space.targets().get(cell.target()).id()),
            Optional.of(space.subjects().get(cell.subject()).caller()),
            Value.EMPTY,
            space.changeTicket() ? Optional.of("CHG-1") : Optional.empty());
    return fitting(bare, action, parser);
  }

  /** That request as it is where it fits, else with other parameters. */
  public static Optional<Submission> of(Submission asked, RequestParser parser, Catalog catalog) {
    return catalog.find(asked.action()).flatMap(action -> fitting(asked, action, parser));
  }

  private static Optional<Submission> fitting(
      Submission asked, Action action, RequestParser parser) {
    return Stream.of(
            asked, with(asked, required(action, true)), with(asked, required(action, false)))
        .filter(each -> parser.parse(each) instanceof Parsed.Fits)
        .findFirst();
  }

  private static Submission with(Submission asked, Value.Fields params) {
    return new Submission(
        asked.action(), asked.target(), asked.caller(), params, asked.changeTicket());
  }

  /**
   * Values for what must be given.
   *
   * @param bound whether what a binding fills in is left to it
   */
  private static Value.Fields required(Action action, boolean bound) {
    var filled = RequestParser.bindable(action);
    var params = Value.EMPTY;
    for (var parameter : action.parameters()) {
      if (parameter.use().required() && !(bound && filled.contains(parameter.name()))) {
        params = params.with(parameter.name(), value(parameter));
      }
    }
    return params;
  }

  private static Value value(Parameter parameter) {
    var limits = parameter.constraints();
    var offered =
        parameter
            .use()
            .defaultValue()
            .or(() -> limits.allowed().flatMap(all -> all.stream().findFirst()));
    if (offered.isPresent()) {
      return offered.get();
    }
    return switch (parameter.type()) {
      case STRING -> Value.of(text(limits));
      case INTEGER ->
          limits
              .minValue()
              .map(least -> whole(least, RoundingMode.CEILING))
              .or(() -> limits.maxValue().map(most -> whole(most, RoundingMode.FLOOR)))
              .orElse(new Value.Int(BigInteger.ONE));
      case NUMBER -> limits.minValue().or(limits::maxValue).orElse(new Value.Int(BigInteger.ONE));
      case BOOLEAN -> Value.of(true);
      case ARRAY -> new Value.Items(List.of(Value.of("a")));
    };
  }

  /** Limits are numbers of any kind. */
  private static Value whole(Value limit, RoundingMode rounding) {
    return limit instanceof Value.Real(var real) && Double.isFinite(real)
        ? new Value.Int(BigDecimal.valueOf(real).setScale(0, rounding).toBigInteger())
        : limit;
  }

  private static String text(Parameter.Constraints limits) {
    return TEXTS.stream()
        .filter(t -> limits.pattern().map(p -> p.matches(t)).orElse(true))
        .findFirst()
        .orElse("");
  }
}
