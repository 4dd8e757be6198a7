package dev.agentsafe.core.request;

import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.util.Optional;
import java.util.Set;

/**
 * What the id of a change ticket looks like in this workspace; {@code change_tickets: {pattern:
 * …}}.
 *
 * @param pattern what the whole id must match; absent: any text is one
 */
public record ChangeTickets(Optional<Parameter.Pattern> pattern) {
  /** Any text is a change ticket. */
  public static final ChangeTickets ANY = new ChangeTickets(Optional.empty());

  /** Reads the section; a pattern that is none is noted, and matches nothing. */
  public static ChangeTickets read(Node node, Problems problems) {
    var item = Section.open(node, "`change_tickets`", Set.of("pattern"), problems);
    var pattern = Parameter.Pattern.of(item.text("pattern"));
    pattern
        .defect()
        .ifPresent(defect ->
            item.get("pattern")
                .ifPresent(at ->
                    problems.error(
                        at, "bad-pattern", "`" + pattern.source() + "` is no pattern: " + defect)));
    return new ChangeTickets(Optional.of(pattern));
  }

  /** Why a request must not name that change ticket; empty: it may, or names none. */
  Optional<String> fault(Optional<String> named) {
    return named
        .filter(id -> !id.isEmpty())
        .filter(id -> pattern.isPresent() && !pattern.get().matches(id))
        .map(id ->
            "Change ticket `%s` does not match `%s`; name one that exists"
                .formatted(id, pattern.orElseThrow().source()));
  }
}
