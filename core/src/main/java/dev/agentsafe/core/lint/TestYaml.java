package dev.agentsafe.core.lint;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a policy test as lines of YAML, keys in the order of the documentation; stateless. */
final class TestYaml {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*+(?: [A-Za-z0-9_./()-]++)*+");

  /** Words that YAML reads as something else than a text, in one of its versions. */
  private static final Set<String> READ_OTHERWISE =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private TestYaml() {}

  static List<String> lines(PolicyTest test) {
    var asked = test.submission();
    var lines = new ArrayList<String>();
    lines.add("name: " + text(test.name()));
    test.at().ifPresent(at -> lines.add("at: " + quoted(at.text())));
    lines.add("action: " + text(asked.action().value()));
    asked.target().ifPresent(id -> lines.add("target: " + text(id.value())));
    asked.caller().ifPresent(caller -> lines.add("caller: " + caller(caller)));
    if (!asked.params().values().isEmpty()) {
      lines.add("params: " + value(asked.params()));
    }
    asked.changeTicket().ifPresent(id -> lines.add("ticket_id: " + text(id)));
    lines.add("expect: " + test.expectation().effect().label());
    test.expectation().rule().ifPresent(rule -> lines.add("expect_rule: " + text(rule.value())));
    test.expectation().reason().ifPresent(why -> lines.add("expect_reason: " + text(why)));
    return lines;
  }

  private static String caller(Caller caller) {
    if (caller.equals(Caller.of(caller.id()))) {
      return text(caller.id().value());
    }
    var fields = new LinkedHashMap<String, Value>();
    fields.put("agent_id", Value.of(caller.id().value()));
    put(fields, "agent_name", caller.name());
    put(fields, "roles", caller.grants().roles());
    put(fields, "groups", caller.grants().groups());
    var delegation = caller.delegation();
    if (!delegation.links().isEmpty()) {
      fields.put(
          "delegation_chain",
          new Value.Items(delegation.links().stream().map(TestYaml::link).toList()));
    }
    put(fields, "delegated_roles", delegation.roles());
    if (delegation.depth() != delegation.links().size()) {
      fields.put("delegation_depth", Value.of(delegation.depth()));
    }
    return value(new Value.Fields(fields));
  }

  private static Value link(Caller.Link link) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("agent_id", Value.of(link.id().value()));
    put(fields, "agent_name", link.name());
    put(fields, "roles", link.grants().roles());
    put(fields, "groups", link.grants().groups());
    put(fields, "delegated_at", link.delegatedAt());
    return new Value.Fields(fields);
  }

  private static void put(Map<String, Value> fields, String key, String text) {
    if (!text.isEmpty()) {
      fields.put(key, Value.of(text));
    }
  }

  private static void put(Map<String, Value> fields, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      fields.put(key, Value.texts(texts));
    }
  }

  private static String value(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text(text);
      case Value.Items(var items) ->
          items.stream().map(TestYaml::value).collect(Collectors.joining(", ", "[", "]"));
      case Value.Fields(var fields) ->
          fields.entrySet().stream()
              .map(e -> text(e.getKey()) + ": " + value(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Value.Bool(var flag) -> flag ? "true" : "false";
      case Value.Int(var whole) -> whole.toString();
      case Value.Real(var real) -> Double.toString(real);
      case Value.Null _ -> "null";
    };
  }

  private static String text(String text) {
    return PLAIN.matcher(text).matches() && !READ_OTHERWISE.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : quoted(text);
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(out, c));
    return out.append('"').toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      default -> {
        if (isShown(c)) {
          out.appendCodePoint(c);
        } else if (c <= 0xFFFF) {
          out.append("\\u%04X".formatted(c));
        } else {
          out.append("\\U%08X".formatted(c));
        }
      }
    }
  }

  /** What cannot be seen, or turns around what stands beside it, is written as its number. */
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
