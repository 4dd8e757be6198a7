package dev.agentsafe.core.lint;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.yaml.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a policy test as lines of YAML, keys in the order of the documentation; stateless. */
final class TestYaml {
  private TestYaml() {}

  static List<String> lines(PolicyTest test) {
    var asked = test.submission();
    var lines = new ArrayList<String>();
    lines.add("name: " + Written.text(test.name()));
    test.at().ifPresent(at -> lines.add("at: " + Written.quoted(at.text())));
    lines.add("action: " + Written.text(asked.action().value()));
    asked.target().ifPresent(id -> lines.add("target: " + Written.text(id.value())));
    asked.caller().ifPresent(caller -> lines.add("caller: " + caller(caller)));
    if (!asked.params().values().isEmpty()) {
      lines.add("params: " + Written.flow(asked.params()));
    }
    asked.changeTicket().ifPresent(id -> lines.add("ticket_id: " + Written.text(id)));
    lines.add("expect: " + test.expectation().effect().label());
    test.expectation()
        .rule()
        .ifPresent(rule -> lines.add("expect_rule: " + Written.text(rule.value())));
    test.expectation().reason().ifPresent(why -> lines.add("expect_reason: " + Written.text(why)));
    return lines;
  }

  private static String caller(Caller caller) {
    if (caller.equals(Caller.of(caller.id()))) {
      return Written.text(caller.id().value());
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
    return Written.flow(new Value.Fields(fields));
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
}
