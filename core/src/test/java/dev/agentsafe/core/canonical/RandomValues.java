package dev.agentsafe.core.canonical;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;

/** Random values of every kind, fond of what encoders get wrong. */
public final class RandomValues {
  private static final String[] ODD = {
    "\u0000",
    "\n",
    "\u001f",
    "\"",
    "\\",
    "/",
    "\u007f",
    "\u0080",
    "\u00e9",
    "\u2028",
    "\ud7ff",
    "\ud800",
    "\udbff",
    "\udc00",
    "\udfff",
    "\ue000",
    "\uffff",
    "\ud83d\ude00",
    "\udbff\udfff"
  };

  private final Random random;

  /** The same values for the same random numbers. */
  public RandomValues(Random random) {
    this.random = random;
  }

  /** An object with up to that many levels below it. */
  public Value.Fields fields(int depth) {
    var fields = new LinkedHashMap<String, Value>();
    for (var i = random.nextInt(6); i > 0; i--) {
      fields.put(text(), value(depth - 1));
    }
    return new Value.Fields(fields);
  }

  /** A value with up to that many levels below it. */
  public Value value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextInt(-10, 1000));
      case 3 -> new Value.Int(new BigInteger(random.nextInt(1, 200), random).negate());
      case 4, 5 -> Value.of(real());
      case 6 -> Value.of(text());
      case 7 -> fields(depth);
      default -> {
        var items = new ArrayList<Value>();
        for (var i = random.nextInt(5); i > 0; i--) {
          items.add(value(depth - 1));
        }
        yield new Value.Items(items);
      }
    };
  }

  /** A finite double. */
  public double real() {
    var any = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(-1000, 1000);
      case 1 -> random.nextInt(-100_000, 100_000) / 100.0;
      case 2 -> Double.parseDouble(random.nextInt(100) + "e" + random.nextInt(-30, 30));
      case 3 -> Math.scalb(1.0, random.nextInt(-1074, 1024));
      case 4 -> Double.MIN_VALUE * random.nextInt(200);
      default -> Double.isFinite(any) ? any : -0.0;
    };
  }

  /** A short text, a quarter of it odd. */
  public String text() {
    var text = new StringBuilder();
    for (var i = random.nextInt(12); i > 0; i--) {
      text.append(
          random.nextInt(4) == 0
              ? ODD[random.nextInt(ODD.length)]
              : String.valueOf((char) random.nextInt(' ', 0x7f)));
    }
    return text.toString();
  }
}
