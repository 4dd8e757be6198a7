package dev.agentsafe.core.ship;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.DurableFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * How far a shipper has come; kept in a file of its own, written durably.
 *
 * @param place what has arrived
 * @param sending where the parcel ends that may be on its way; no less than {@code place.next()}
 * @param news how it goes
 */
record Cursor(Place place, long sending, News news) {

  /**
   * A position in the journal.
   *
   * @param next how many lines lie before it
   * @param hash the entry hash of the last of those, or 64 zeros
   * @param offset how many bytes they take
   */
  record Place(long next, String hash, long offset) {
    static final Place START = new Place(0, "0".repeat(64), 0);
  }

  /**
   * How it goes.
   *
   * @param arrivedAt when something last arrived, as text
   * @param problem what keeps the next parcel
   */
  record News(Optional<String> arrivedAt, Optional<String> problem) {
    static final News NONE = new News(Optional.empty(), Optional.empty());
  }

  static Cursor at(Place place) {
    return new Cursor(place, place.next(), News.NONE);
  }

  Cursor sending(long end) {
    return new Cursor(place, end, news);
  }

  Cursor failed(String why) {
    return new Cursor(place, sending, new News(news.arrivedAt(), Optional.of(why)));
  }

  static Path file(Path folder, String name) {
    return folder.resolve(name + ".cursor");
  }

  /** The cursor in that file; empty where there is none. */
  static Optional<Cursor> read(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      return Json.read(Files.readString(file, StandardCharsets.UTF_8))
                  instanceof Json.Read.Good(Value.Fields fields)
              && fields.get("hash").isPresent()
          ? Optional.of(of(fields))
          : Optional.of(broken(file));
    } catch (IOException e) {
      throw new CoreException("`%s` cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Cursor broken(Path file) {
    throw new CoreException(
        "`%s` is no cursor; delete it to ship from the beginning, or name a line with `agent-safe audit ship --from`"
            .formatted(file));
  }

  private static Cursor of(Value.Fields fields) {
    var next = number(fields, "next");
    return new Cursor(
        new Place(next, fields.text("hash").orElse(""), number(fields, "offset")),
        Math.max(next, number(fields, "sending")),
        new News(fields.text("arrived_at"), fields.text("problem")));
  }

  private static long number(Value.Fields fields, String name) {
    return fields.get(name).orElse(Value.NULL) instanceof Value.Int(BigInteger value)
        ? value.longValue()
        : 0;
  }

  void write(Path file) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("next", Value.of(place.next()));
    fields.put("hash", Value.of(place.hash()));
    fields.put("offset", Value.of(place.offset()));
    fields.put("sending", Value.of(sending));
    fields.put("arrived_at", Value.ofOptional(news.arrivedAt()));
    fields.put("problem", Value.ofOptional(news.problem()));
    try {
      DurableFile.write(file, CanonicalJson.bytes(new Value.Fields(fields)));
    } catch (IOException e) {
      throw new CoreException("`%s` cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
