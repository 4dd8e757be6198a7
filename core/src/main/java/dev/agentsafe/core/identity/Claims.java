package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads claims of an opened token; each reader throws {@link Unfit} where the claim is not as it
 * must be.
 */
public final class Claims {
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final int MICRO_DIGITS = 6;

  private final Value.Fields fields;
  private final boolean older;

  private Claims(Value.Fields fields, boolean older) {
    this.fields = fields;
    this.older = older;
  }

  /** The claims of a token of the current format, which has no use for leniency. */
  public static Claims ours(Value.Fields fields) {
    return new Claims(fields, false);
  }

  /** The claims of a token of 0.16. */
  public static Claims older(Value.Fields fields) {
    return new Claims(fields, true);
  }

  /** A claim is not as it must be; the message says which and how. */
  public static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    /** A reason for the one who presents the token. */
    public Unfit(String reason) {
      super(reason, null, false, false);
    }

    /** The reason. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * When a token was issued and when it ends.
   *
   * @param issuedAt with what fraction of a second the token gives
   * @param expiresAt the first moment at which it is no longer good
   */
  public record Life(Instant issuedAt, Instant expiresAt) {}

  /** Checks issuer and times. */
  public Life life(String issuer, Instant now) throws Unfit {
    return life(issuer, now, Duration.ZERO);
  }

  /**
   * Checks issuer and times.
   *
   * @param skew how far the issuer's clock may be off, either way
   */
  public Life life(String issuer, Instant now, Duration skew) throws Unfit {
    var issuedAt = time("iat").orElseThrow(() -> missing("iat"));
    var expiresAt = time("exp").orElseThrow(() -> missing("exp"));
    var from = time("nbf");
    if (!text("iss").equals(issuer)) {
      throw new Unfit("it was issued by somebody else");
    }
    if (older && addressed()) {
      throw new Unfit("it was issued for another use");
    }
    if (expiresAt.getEpochSecond() <= now.minus(skew).getEpochSecond()) {
      throw new Unfit("it has expired");
    }
    var soon = now.plus(skew).getEpochSecond();
    if (issuedAt.getEpochSecond() > soon
        || (from.isPresent() && from.get().getEpochSecond() > soon)) {
      throw new Unfit("it is not valid yet");
    }
    return new Life(issuedAt, expiresAt);
  }

  /** A claim that must be there and be a text. */
  public String text(String name) throws Unfit {
    return switch (fields.get(name).orElse(Value.NULL)) {
      case Value.Text(var text) -> text;
      case Value.Null _ -> throw missing(name);
      case Value.Bool _, Value.Int _, Value.Real _, Value.Items _, Value.Fields _ ->
          throw new Unfit("its claim `" + name + "` is not a text");
    };
  }

  /** A claim that may be absent, but is a text where it is there. */
  public String textOr(String name, String absent) throws Unfit {
    return fields.get(name).isPresent() ? text(name) : absent;
  }

  /** A claim that may be absent, but is a list of texts where it is there. */
  public List<String> texts(String name) throws Unfit {
    var texts = new ArrayList<String>();
    for (var item : items(name)) {
      if (!(item instanceof Value.Text(var text))) {
        throw new Unfit("its claim `" + name + "` holds something that is not a text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** A claim that may be absent, but is a list of objects where it is there. */
  public List<Claims> objects(String name) throws Unfit {
    var objects = new ArrayList<Claims>();
    for (var item : items(name)) {
      if (!(item instanceof Value.Fields object)) {
        throw new Unfit("its claim `" + name + "` holds something that is not an object");
      }
      objects.add(new Claims(object, older));
    }
    return objects;
  }

  /** A claim that may be absent, but is an object where it is there. */
  public Value.Fields object(String name) throws Unfit {
    return switch (fields.get(name).orElse(Value.EMPTY)) {
      case Value.Fields object -> object;
      case Value.Null _, Value.Text _, Value.Bool _, Value.Int _, Value.Real _, Value.Items _ ->
          throw new Unfit("its claim `" + name + "` is not an object");
    };
  }

  /** A claim that may be absent, but is a whole number where it is there; 0 where it is not. */
  public int whole(String name) throws Unfit {
    if (fields.get(name).isEmpty()) {
      return 0;
    }
    try {
      return number(name).intValueExact();
    } catch (ArithmeticException e) {
      throw new Unfit("its claim `" + name + "` is not a whole number within limits");
    }
  }

  private Optional<Instant> time(String name) throws Unfit {
    if (fields.get(name).orElse(Value.NULL) instanceof Value.Null) {
      return Optional.empty();
    }
    var number = number(name);
    if (!older && number.stripTrailingZeros().scale() > 0) {
      throw new Unfit("its claim `" + name + "` is not a whole number");
    }
    try {
      var micros = number.setScale(MICRO_DIGITS, RoundingMode.HALF_EVEN);
      var whole = micros.setScale(0, RoundingMode.FLOOR);
      var nanos = micros.subtract(whole).movePointRight(9).longValueExact();
      var time = Instant.ofEpochSecond(whole.longValueExact(), nanos);
      if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
        throw new ArithmeticException(name);
      }
      return Optional.of(time);
    } catch (ArithmeticException | DateTimeException e) {
      throw new Unfit("its claim `" + name + "` is outside the years 1 to 9999");
    }
  }

  private BigDecimal number(String name) throws Unfit {
    return switch (fields.get(name).orElse(Value.NULL)) {
      case Value.Int(var i) when i.bitLength() <= Long.SIZE -> new BigDecimal(i);
      case Value.Real(var d) when Math.abs(d) < Long.MAX_VALUE -> new BigDecimal(d);
      case Value.Int _, Value.Real _ ->
          throw new Unfit("its claim `" + name + "` is not a number within limits");
      case Value.Null _, Value.Text _, Value.Bool _, Value.Items _, Value.Fields _ ->
          throw new Unfit("its claim `" + name + "` is not a number");
    };
  }

  private List<Value> items(String name) throws Unfit {
    return switch (fields.get(name).orElse(new Value.Items(List.of()))) {
      case Value.Items(var items) -> items;
      case Value.Null _, Value.Text _, Value.Bool _, Value.Int _, Value.Real _, Value.Fields _ ->
          throw new Unfit("its claim `" + name + "` is not a list");
    };
  }

  private boolean addressed() {
    return switch (fields.get("aud").orElse(Value.NULL)) {
      case Value.Null _ -> false;
      case Value.Text(var text) -> !text.isEmpty();
      case Value.Items(var items) -> !items.isEmpty();
      case Value.Bool _, Value.Int _, Value.Real _, Value.Fields _ -> true;
    };
  }

  private static Unfit missing(String name) {
    return new Unfit("it has no claim `" + name + "`");
  }
}
