package dev.agentsafe.core.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads JSON texts into values, strictly: duplicate members and trailing text are errors. */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxNumberLength(5_000)
                  .maxStringLength(20_000_000)
                  .build())
          .build();

  private Json() {}

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
    try (var parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return new Read.Bad(1, 1, "there is no JSON value");
      }
      var value = value(parser);
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

  private static Value value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> Value.NULL;
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT -> new Value.Int(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> Value.of(Double.parseDouble(parser.getText()));
      case START_ARRAY -> {
        var items = new ArrayList<Value>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new Value.Items(items);
      }
      case START_OBJECT -> {
        var fields = new LinkedHashMap<String, Value>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        yield new Value.Fields(fields);
      }
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins here");
    };
  }
}
