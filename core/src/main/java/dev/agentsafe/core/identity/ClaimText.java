package dev.agentsafe.core.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes claims as JSON of ASCII characters. */
final class ClaimText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private ClaimText() {}

  static String of(Value value) {
    var out = new StringWriter();
    try (var generator = FACTORY.createGenerator(out)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator out, Value value) throws IOException {
    switch (value) {
      case Value.Null _ -> out.writeNull();
      case Value.Bool(var b) -> out.writeBoolean(b);
      case Value.Int(var i) -> out.writeNumber(i);
      case Value.Text(var t) -> out.writeString(t);
      case Value.Real(var d) -> {
        if (!Double.isFinite(d)) {
          throw new CoreException("A token cannot hold the number `" + d + "`. Give a finite one.");
        }
        out.writeNumber(d);
      }
      case Value.Items(var items) -> {
        out.writeStartArray();
        for (var item : items) {
          write(out, item);
        }
        out.writeEndArray();
      }
      case Value.Fields fields -> {
        out.writeStartObject();
        for (var field : fields.values().entrySet()) {
          out.writeFieldName(field.getKey());
          write(out, field.getValue());
        }
        out.writeEndObject();
      }
    }
  }
}
