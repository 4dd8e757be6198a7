package dev.agentsafe.core.index;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.catalog.RiskClass;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * The tables of the index in H2.
 *
 * <p>One thread writes through {@link #add}; any number read, each with a connection of its own.
 */
final class Store implements AutoCloseable {
  /** Changes whenever the tables or what is kept in them do; another number means: build anew. */
  private static final int FORMAT = 1;

  private static final String COLUMNS =
      "seq, event_id, stamp, type, action, target, caller, correlation, decision, reason, policy,"
          + " effective, ticket";
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS meta (format INT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS entry (seq BIGINT PRIMARY KEY, entry_hash VARCHAR NOT NULL,"
              + " at BIGINT NOT NULL, stamp VARCHAR NOT NULL, risk INT NOT NULL,"
              + " event_id VARCHAR_IGNORECASE NOT NULL, type VARCHAR_IGNORECASE NOT NULL,"
              + " action VARCHAR_IGNORECASE NOT NULL, target VARCHAR_IGNORECASE NOT NULL,"
              + " caller VARCHAR_IGNORECASE NOT NULL, correlation VARCHAR_IGNORECASE NOT NULL,"
              + " decision VARCHAR_IGNORECASE NOT NULL, reason VARCHAR NOT NULL,"
              + " policy VARCHAR_IGNORECASE NOT NULL, effective VARCHAR NOT NULL,"
              + " ticket VARCHAR_IGNORECASE NOT NULL, words VARCHAR NOT NULL)",
          "CREATE TABLE IF NOT EXISTS link (id VARCHAR NOT NULL, seq BIGINT NOT NULL)",
          "CREATE INDEX IF NOT EXISTS link_id ON link (id, seq)",
          "CREATE INDEX IF NOT EXISTS link_seq ON link (seq)");

  private final String url;
  private final Connection writer;

  private Store(String url, Connection writer) {
    this.url = url;
    this.writer = writer;
  }

  /**
   * Opens the tables, or makes them; those of another format are emptied.
   *
   * @throws SQLException where the database cannot be opened or is damaged
   */
  static Store open(String url) throws SQLException {
    var writer = connect(url);
    try {
      try (var statement = writer.createStatement()) {
        for (var table : TABLES) {
          statement.execute(table);
        }
      }
      writer.setAutoCommit(false);
      var store = new Store(url, writer);
      if (store.number("SELECT COALESCE(MAX(format), 0) FROM meta") != FORMAT) {
        store.clear();
      }
      return store;
    } catch (SQLException e) {
      writer.close();
      throw e;
    }
  }

  /** The position of the newest entry; -1 where there is none. */
  long last() throws SQLException {
    return number("SELECT COALESCE(MAX(seq), -1) FROM entry");
  }

  /** The hash of that entry; the empty text where it is not there. */
  String hash(long seq) throws SQLException {
    try (var query = writer.prepareStatement("SELECT entry_hash FROM entry WHERE seq = ?")) {
      query.setLong(1, seq);
      try (var rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  void clear() throws SQLException {
    try (var statement = writer.createStatement()) {
      statement.execute("TRUNCATE TABLE entry");
      statement.execute("TRUNCATE TABLE link");
      statement.execute("DELETE FROM meta");
      statement.execute("INSERT INTO meta VALUES (" + FORMAT + ")");
    }
    writer.commit();
  }

  /** Adds entries; all of them or none. */
  void add(List<AuditEntry> entries) throws SQLException {
    try (var row =
            writer.prepareStatement(
                "INSERT INTO entry (entry_hash, at, risk, words, "
                    + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        var link = writer.prepareStatement("INSERT INTO link (id, seq) VALUES (?, ?)")) {
      for (var entry : entries) {
        bind(row, entry);
        row.addBatch();
        for (var id : Words.links(entry)) {
          link.setString(1, id);
          link.setLong(2, entry.seq());
          link.addBatch();
        }
      }
      row.executeBatch();
      link.executeBatch();
      writer.commit();
    } catch (SQLException e) {
      writer.rollback();
      throw e;
    }
  }

  private static void bind(PreparedStatement row, AuditEntry entry) throws SQLException {
    var chain = entry.chain();
    var subject = entry.subject();
    var ruling = entry.ruling();
    var effective = ruling.effectiveRisk().orElse("");
    row.setString(1, chain.entryHash());
    row.setLong(2, Words.micros(entry));
    row.setInt(3, RiskClass.of(effective).map(RiskClass::ordinal).orElse(-1));
    row.setString(4, Words.of(entry));
    row.setLong(5, entry.seq());
    var texts =
        List.of(
            chain.eventId(),
            chain.timestamp(),
            chain.type().value(),
            subject.action(),
            subject.target(),
            subject.caller(),
            subject.correlationId().orElse(""),
            ruling.decision(),
            ruling.reason(),
            ruling.policyMatched().orElse(""),
            effective,
            entry.line().text("ticket_id").orElse(""));
    for (var i = 0; i < texts.size(); i++) {
      row.setString(6 + i, texts.get(i));
    }
  }

  /** A page of what the condition selects, newest first. */
  Page page(Where where, long before, int limit) {
    var sql =
        "SELECT "
            + COLUMNS
            + " FROM entry WHERE seq < ? AND "
            + where.sql()
            + " ORDER BY seq DESC LIMIT ?";
    var values = new ArrayList<Object>();
    values.add(before);
    values.addAll(where.values());
    values.add(limit + 1);
    var rows = ask(sql, values, Store::row);
    return rows.size() > limit
        ? new Page(rows.subList(0, limit), OptionalLong.of(rows.get(limit - 1).seq()))
        : new Page(rows, OptionalLong.empty());
  }

  /** Rows of a condition from that place among them on, oldest first. */
  List<Row> slice(Where where, long from, int limit) {
    // Where everything is wanted its place is its sequence number, which needs no counting.
    boolean all = where.values().isEmpty() && where.sql().equals("TRUE");
    var sql =
        "SELECT "
            + COLUMNS
            + " FROM entry WHERE "
            + (all ? "seq >= ?" : where.sql())
            + " ORDER BY seq LIMIT ?"
            + (all ? "" : " OFFSET ?");
    var values = new ArrayList<Object>(where.values());
    if (all) {
      values.add(from);
    }
    values.add(limit);
    if (!all) {
      values.add(from);
    }
    return ask(sql, values, Store::row);
  }

  /** How many entries there are of each decision. */
  Map<String, Long> decisions(Where where) {
    var sql =
        "SELECT decision, COUNT(*) FROM entry WHERE decision <> '' AND "
            + where.sql()
            + " GROUP BY decision ORDER BY decision";
    var counts = new LinkedHashMap<String, Long>();
    ask(sql, where.values(), rows -> Map.entry(rows.getString(1), rows.getLong(2)))
        .forEach(e -> counts.put(e.getKey(), e.getValue()));
    return counts;
  }

  /** The commonest values of a column and how many entries have them, the commonest first. */
  Map<String, Long> facet(Where where, String column, int limit) {
    var sql =
        "SELECT "
            + column
            + ", COUNT(*) AS found FROM entry WHERE "
            + column
            + " <> '' AND "
            + where.sql()
            + " GROUP BY "
            + column
            + " ORDER BY found DESC, "
            + column
            + " LIMIT ?";
    var values = new ArrayList<Object>(where.values());
    values.add(limit);
    var counts = new LinkedHashMap<String, Long>();
    ask(sql, values, rows -> Map.entry(rows.getString(1), rows.getLong(2)))
        .forEach(e -> counts.put(e.getKey(), e.getValue()));
    return counts;
  }

  /** The oldest and the newest time of what the condition selects; entries without a time aside. */
  Optional<long[]> span(Where where) {
    var sql = "SELECT MIN(at), MAX(at) FROM entry WHERE at > ? AND " + where.sql();
    var values = new ArrayList<Object>(List.of(Long.MIN_VALUE));
    values.addAll(where.values());
    return ask(sql, values, rows -> new long[] {rows.getLong(1), rows.getLong(2)}).stream()
        .filter(found -> found[0] != 0 || found[1] != 0)
        .findFirst();
  }

  /** How many entries fall into each part of that length from there on, by the part's number. */
  Map<Long, Long> parts(Where where, long from, long length) {
    var sql =
        "SELECT (at - ?) / ? AS part, COUNT(*) FROM entry WHERE at >= ? AND "
            + where.sql()
            + " GROUP BY part";
    var values = new ArrayList<Object>(List.of(from, length, from));
    values.addAll(where.values());
    var counts = new LinkedHashMap<Long, Long>();
    ask(sql, values, rows -> Map.entry(rows.getLong(1), rows.getLong(2)))
        .forEach(e -> counts.put(e.getKey(), e.getValue()));
    return counts;
  }

  long count(Where where) {
    var sql = "SELECT COUNT(*) FROM entry WHERE " + where.sql();
    return ask(sql, where.values(), rows -> rows.getLong(1)).getFirst();
  }

  /** The ids that entries linked to one of these ids are linked to. */
  List<String> neighbours(List<String> ids, int limit) {
    var sql =
        "SELECT DISTINCT other.id FROM link JOIN link other ON other.seq = link.seq"
            + " WHERE link.id IN ("
            + marks(ids)
            + ") LIMIT ?";
    var values = new ArrayList<Object>(ids);
    values.add(limit);
    return ask(sql, values, rows -> rows.getString(1));
  }

  /** The entries linked to one of these ids, oldest first. */
  List<Row> linked(List<String> ids, int limit) {
    var sql =
        "SELECT "
            + COLUMNS
            + " FROM entry WHERE seq IN (SELECT seq FROM link WHERE id IN ("
            + marks(ids)
            + ")) ORDER BY seq LIMIT ?";
    var values = new ArrayList<Object>(ids);
    values.add(limit);
    return ask(sql, values, Store::row);
  }

  private static String marks(List<String> values) {
    return String.join(", ", values.stream().map(v -> "?").toList());
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> ask(String sql, List<?> values, Reader<T> reader) {
    try (var connection = connect(url);
        var query = connection.prepareStatement(sql)) {
      for (var i = 0; i < values.size(); i++) {
        query.setObject(i + 1, values.get(i));
      }
      var found = new ArrayList<T>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new CoreException("The search index cannot be read. Open the workspace again.", e);
    }
  }

  private static Row row(ResultSet rows) throws SQLException {
    return new Row(
        rows.getLong(1),
        rows.getString(2),
        rows.getString(3),
        new Row.What(
            rows.getString(4),
            rows.getString(5),
            rows.getString(6),
            rows.getString(7),
            rows.getString(8)),
        new Row.Decided(
            rows.getString(9),
            rows.getString(10),
            rows.getString(11),
            rows.getString(12),
            rows.getString(13)));
  }

  private long number(String sql) throws SQLException {
    try (var statement = writer.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static Connection connect(String url) throws SQLException {
    var connection = new org.h2.Driver().connect(url, new Properties());
    if (connection == null) {
      throw new SQLException("no connection");
    }
    return connection;
  }

  @Override
  public void close() throws SQLException {
    writer.close();
  }
}
