package dev.agentsafe.core.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Action name to the rules whose globs match it.
 *
 * <p>Names without wildcards are looked up; globs are tried once for each distinct name and the
 * answer kept, for as many names as a catalogue may have. The memory changes no answer.
 */
final class ActionTable {
  private static final int KEPT_NAMES = 2_048;
  private static final int KEPT_LENGTH = 256;

  private record Pattern(Glob glob, Bits rules) {}

  private final int rules;
  private final Map<String, Bits> exact = new HashMap<>();
  private final List<Pattern> patterns;
  private final Map<String, Bits> known = new ConcurrentHashMap<>();

  ActionTable(List<CompiledRule> compiled) {
    rules = compiled.size();
    var byPattern = new LinkedHashMap<String, Pattern>();
    for (int i = 0; i < rules; i++) {
      for (var glob : compiled.get(i).globs()) {
        if (glob.isExact()) {
          exact.computeIfAbsent(glob.exactText(), t -> new Bits(rules)).set(i);
        } else {
          byPattern
              .computeIfAbsent(glob.pattern(), p -> new Pattern(glob, new Bits(rules)))
              .rules()
              .set(i);
        }
      }
    }
    patterns = new ArrayList<>(byPattern.values());
  }

  /** The rules whose globs match that name. */
  Bits matching(String action) {
    var kept = known.get(action);
    if (kept != null) {
      return kept;
    }
    var found = find(action);
    if (action.length() <= KEPT_LENGTH && known.size() < KEPT_NAMES) {
      known.put(action, found);
    }
    return found;
  }

  private Bits find(String action) {
    var found = new Bits(rules);
    var named = exact.get(action);
    if (named != null) {
      found.addAll(named);
    }
    for (var pattern : patterns) {
      if (pattern.glob().matches(action)) {
        found.addAll(pattern.rules());
      }
    }
    return found;
  }
}
