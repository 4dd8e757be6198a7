package dev.agentsafe.core.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Reads JSON texts into values, strictly: duplicate members, trailing text and numbers beyond a
 * double are errors.
 */
public final class Json {
  private static final JsonFactory STRICT = factory(true);
  private static final JsonFactory LAST_WINS = factory(false);

  private Json() {}

  private static JsonFactory factory(boolean strict) {
    return JsonFactory.builder()
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(200)
                .maxNumberLength(5_000)
                .maxStringLength(20_000_000)
                .build())
        .build();
  }

  /** What came of reading a text. */
  public sealed interface Read {
    /** It is one JSON value. */
    record Good(Value value) implements Read {}

    /**
     * It is not.
     *
     * @param line 1-based
     * @param column 1-based
     */
    record Bad(int line, int column, String message) implements Read {}
  }

  /** Reads one JSON value. */
  public static Read read(String text) {
    return read(STRICT, text, Json::finite);
  }

  /**
   * Reads one JSON value as 0.16 does: of two members of one name the last one counts, and a number
   * beyond a double is infinite.
   */
  public static Read readLastWins(String text) {
    return read(LAST_WINS, text, Double::parseDouble);
  }

  private static Read read(JsonFactory factory, String text, ToDoubleFunction<String> number) {
    try (var parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        return new Read.Bad(1, 1, "there is no JSON value");
      }
      var value = value(parser, number);
      if (parser.nextToken() != null) {
        var at = parser.currentTokenLocation();
        return new Read.Bad(at.getLineNr(), at.getColumnNr(), "text after the JSON value");
      }
      return new Read.Good(value);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      return at == null
          ? new Read.Bad(1, 1, e.getOriginalMessage())
          : new Read.Bad(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage());
    } catch (IOException e) {
      return new Read.Bad(1, 1, String.valueOf(e.getMessage()));
    }
  }

  private static Value value(JsonParser parser, ToDoubleFunction<String> number)
      throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> Value.NULL;
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT -> new Value.Int(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> Value.of(number(parser, number));
      case START_ARRAY -> {
        var items = new ArrayList<Value>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser, number));
        }
        yield new Value.Items(items);
      }
      case START_OBJECT -> {
        var fields = new LinkedHashMap<String, Value>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser, number));
        }
        yield new Value.Fields(fields);
      }
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins here");
    };
  }

  private static double number(JsonParser parser, ToDoubleFunction<String> number)
      throws IOException {
    try {
      return number.applyAsDouble(parser.getText());
    } catch (ArithmeticException e) {
      throw new JsonParseException(parser, e.getMessage(), parser.currentTokenLocation());
    }
  }

  /** JSON has no infinity, so that nothing may become one on its way in. */
  private static double finite(String text) {
    var number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw new ArithmeticException("the number is larger than a number can be here");
    }
    return number;
  }
}
