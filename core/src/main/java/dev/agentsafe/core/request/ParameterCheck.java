package dev.agentsafe.core.request;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.Parsed.ParameterProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks given values against the parameters of an action: missing ones first, then unknown ones,
 * then types and limits, each in order.
 */
public final class ParameterCheck {
  private ParameterCheck() {}

  /** Every problem of these values; none where they fit. */
  public static List<ParameterProblem> problems(List<Parameter> declared, Value.Fields given) {
    var problems = new ArrayList<ParameterProblem>();
    for (var parameter : declared) {
      if (parameter.use().required() && given.get(parameter.name()).isEmpty()) {
        problems.add(
            new ParameterProblem(
                parameter.name(), "Missing required parameter: " + parameter.name()));
      }
    }
    for (var name : given.values().keySet()) {
      if (!isDeclared(name, declared)) {
        problems.add(new ParameterProblem(name, "Unknown parameter: " + name));
      }
    }
    for (var parameter : declared) {
      given.get(parameter.name()).ifPresent(value -> check(parameter, value, problems));
    }
    return problems;
  }

  private static boolean isDeclared(String name, List<Parameter> declared) {
    for (var parameter : declared) {
      if (parameter.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void check(Parameter parameter, Value value, List<ParameterProblem> problems) {
    if (!fits(parameter.type(), value)) {
      add(
          problems,
          parameter,
          "expected " + parameter.type().label() + ", got " + PythonText.type(value));
      return;
    }
    var limits = parameter.constraints();
    limits
        .minValue()
        .filter(least -> compare(value, least) < 0)
        .ifPresent(least ->
            add(
                problems,
                parameter,
                "value " + shown(parameter, value) + " is below minimum " + PythonText.str(least)));
    limits
        .maxValue()
        .filter(most -> compare(value, most) > 0)
        .ifPresent(most ->
            add(
                problems,
                parameter,
                "value " + shown(parameter, value) + " exceeds maximum " + PythonText.str(most)));
    if (value instanceof Value.Text(var text)) {
      checkText(parameter, text, problems);
    }
    limits
        .allowed()
        .filter(allowed -> !allowed.contains(Value.of(PythonText.str(value))))
        .ifPresent(allowed ->
            add(
                problems,
                parameter,
                "value '"
                    + shown(parameter, value)
                    + "' not in allowed values "
                    + PythonText.repr(new Value.Items(allowed))));
  }

  private static void checkText(Parameter parameter, String text, List<ParameterProblem> problems) {
    var length = Value.of((long) text.codePointCount(0, text.length()));
    var limits = parameter.constraints();
    limits
        .length()
        .min()
        .filter(least -> compare(length, least) < 0)
        .ifPresent(least ->
            add(
                problems,
                parameter,
                "length " + PythonText.str(length) + " is below minimum " + PythonText.str(least)));
    limits
        .length()
        .max()
        .filter(most -> compare(length, most) > 0)
        .ifPresent(most ->
            add(
                problems,
                parameter,
                "length " + PythonText.str(length) + " exceeds maximum " + PythonText.str(most)));
    limits
        .pattern()
        .filter(pattern -> !pattern.matches(text))
        .ifPresent(pattern ->
            add(problems, parameter, "value does not match pattern '" + pattern.source() + "'"));
  }

  private static String shown(Parameter parameter, Value value) {
    return parameter.use().secret() ? "(secret)" : PythonText.str(value);
  }

  private static void add(List<ParameterProblem> problems, Parameter parameter, String message) {
    problems.add(
        new ParameterProblem(parameter.name(), "Parameter '" + parameter.name() + "': " + message));
  }

  private static boolean fits(Parameter.Type type, Value value) {
    return switch (type) {
      case STRING -> value instanceof Value.Text;
      case INTEGER -> value instanceof Value.Int;
      case NUMBER -> value instanceof Value.Int || value instanceof Value.Real;
      case BOOLEAN -> value instanceof Value.Bool;
      case ARRAY -> value instanceof Value.Items;
    };
  }

  /** Exact comparison of numbers, booleans being 0 and 1; 0 where one is no number. */
  private static int compare(Value value, Value limit) {
    if (!isNumber(value) || !isNumber(limit)) {
      return 0;
    }
    if (isFinite(value) && isFinite(limit)) {
      return exact(value).compareTo(exact(limit));
    }
    var a = approximate(value);
    var b = approximate(limit);
    return Double.isNaN(a) || Double.isNaN(b) ? 0 : Double.compare(a, b);
  }

  private static boolean isFinite(Value value) {
    return !(value instanceof Value.Real(var d)) || Double.isFinite(d);
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Int || value instanceof Value.Real || value instanceof Value.Bool;
  }

  private static double approximate(Value value) {
    return switch (value) {
      case Value.Real(var d) -> d;
      case Value.Int(var i) -> Math.clamp(i.doubleValue(), -Double.MAX_VALUE, Double.MAX_VALUE);
      default -> 0;
    };
  }

  private static BigDecimal exact(Value value) {
    return switch (value) {
      case Value.Int(var i) -> new BigDecimal(i);
      case Value.Real(var d) -> new BigDecimal(d);
      case Value.Bool(var b) -> b ? BigDecimal.ONE : BigDecimal.ZERO;
      default -> BigDecimal.ZERO;
    };
  }
}
