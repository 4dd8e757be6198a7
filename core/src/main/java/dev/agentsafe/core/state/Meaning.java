package dev.agentsafe.core.state;

import dev.agentsafe.core.canonical.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** When two values mean the same although they are written differently. */
public final class Meaning {
  private Meaning() {}

  /**
   * Whether two values mean the same: numbers by their exact value whatever their spelling, so
   * {@code 1} and {@code 1.0} do and {@code 0.0} and {@code -0.0} do; objects whatever their order;
   * a boolean never means a number. NaN means nothing, not even itself.
   */
  public static boolean same(Value a, Value b) {
    return switch (a) {
      case Value.Null _ -> b instanceof Value.Null;
      case Value.Bool x -> x.equals(b);
      case Value.Text x -> x.equals(b);
      case Value.Int(var x) ->
          switch (b) {
            case Value.Int(var y) -> x.equals(y);
            case Value.Real(var y) -> same(x, y);
            case Value.Null _, Value.Bool _, Value.Text _, Value.Items _, Value.Fields _ -> false;
          };
      case Value.Real(var x) ->
          switch (b) {
            case Value.Int(var y) -> same(y, x);
            case Value.Real(var y) -> x == y;
            case Value.Null _, Value.Bool _, Value.Text _, Value.Items _, Value.Fields _ -> false;
          };
      case Value.Items(var x) -> b instanceof Value.Items(var y) && same(x, y);
      case Value.Fields(var x) -> b instanceof Value.Fields(var y) && same(x, y);
    };
  }

  private static boolean same(BigInteger whole, double real) {
    return Double.isFinite(real) && new BigDecimal(whole).compareTo(new BigDecimal(real)) == 0;
  }

  private static boolean same(List<Value> x, List<Value> y) {
    if (x.size() != y.size()) {
      return false;
    }
    for (var i = 0; i < x.size(); i++) {
      if (!same(x.get(i), y.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Map<String, Value> x, Map<String, Value> y) {
    if (!x.keySet().equals(y.keySet())) {
      return false;
    }
    for (var member : x.entrySet()) {
      var other = y.get(member.getKey());
      if (other == null || !same(member.getValue(), other)) {
        return false;
      }
    }
    return true;
  }
}
