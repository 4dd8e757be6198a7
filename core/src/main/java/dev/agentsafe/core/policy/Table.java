package dev.agentsafe.core.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One dimension of an index: value to the rules that ask for it, and those that ask for none. */
final class Table {
  private final Map<String, Bits> byValue = new HashMap<>();
  private final Bits any;
  private final int rules;
  private boolean used;

  Table(int rules) {
    this.rules = rules;
    any = new Bits(rules);
  }

  /** Enters a rule; absent values: it does not care. */
  void enter(int rule, Optional<Set<String>> values) {
    if (values.isEmpty()) {
      any.set(rule);
      return;
    }
    used = true;
    for (var value : values.get()) {
      byValue.computeIfAbsent(value, v -> new Bits(rules)).set(rule);
    }
  }

  /** Whether any rule asks for something here; otherwise narrowing would change nothing. */
  boolean isUsed() {
    return used;
  }

  /** Narrows a search to the rules that ask for one of these values or for none. */
  void narrow(Search search, List<String> values) {
    search.begin(any);
    for (var value : values) {
      search.or(byValue.get(value));
    }
  }

  /** Narrows a search to the rules that ask for this value or for none. */
  void narrow(Search search, String value) {
    search.begin(any);
    search.or(byValue.get(value));
  }
}
