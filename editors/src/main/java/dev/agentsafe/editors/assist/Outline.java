package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Span;
import dev.agentsafe.editors.language.TextFile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a file holds.
 *
 * @param detail a few words beside it; may be empty
 * @param whole all of it
 * @param title what names it
 */
public record Outline(String label, String detail, Span whole, Span title, List<Outline> inner) {
  public Outline {
    inner = List.copyOf(inner);
  }

  /** What a file holds: rules in order of evaluation, everything else in that of the file. */
  static List<Outline> of(TextFile file) {
    return file.tree()
        .root()
        .map(root ->
            switch (file.kind()) {
              case POLICY -> rules(root);
              case INVENTORY -> list(root, "targets", "id", "environment");
              case TESTS -> list(root, "tests", "name", "expect");
              case OPERATORS -> list(root, "operators", "id", "name");
              case ACTION, SETTINGS -> keys(root);
            })
        .orElse(List.of());
  }

  private record Ranked(BigInteger priority, Outline outline) {}

  /** The sort is stable: rules of one priority stay in the order of the file. */
  private static List<Outline> rules(Node root) {
    return Nodes.items(root, "rules").stream()
        .map(rule -> new Ranked(priority(rule), ruled(rule)))
        .sorted(Comparator.comparing(Ranked::priority).reversed())
        .map(Ranked::outline)
        .toList();
  }

  private static BigInteger priority(Node rule) {
    return Nodes.at(rule, "priority")
        .flatMap(node ->
            node instanceof Node.Scalar scalar
                    && scalar.value() instanceof dev.agentsafe.core.canonical.Value.Int(var number)
                ? Optional.of(number)
                : Optional.empty())
        .orElse(BigInteger.ZERO);
  }

  private static Outline ruled(Node rule) {
    return item(rule, "name", priority(rule) + " · " + Nodes.text(rule, "decision"));
  }

  private static List<Outline> list(Node root, String key, String name, String detail) {
    return Nodes.items(root, key).stream()
        .map(item -> item(item, name, Nodes.text(item, detail)))
        .toList();
  }

  private static Outline item(Node item, String name, String detail) {
    var title = Nodes.at(item, name).map(Node::span).orElse(item.span());
    var label = Nodes.text(item, name);
    return new Outline(
        label.isEmpty() ? "(no " + name + ")" : label, detail, item.span(), title, List.of());
  }

  private static List<Outline> keys(Node root) {
    var all = new ArrayList<Outline>();
    if (root instanceof Node.Mapping map) {
      for (var entry : map.entries()) {
        all.add(
            new Outline(
                entry.key().text().isEmpty() ? "(no key)" : entry.key().text(),
                entry.value() instanceof Node.Scalar scalar ? scalar.text() : "",
                whole(entry),
                entry.key().span(),
                named(entry.value())));
      }
    }
    return all;
  }

  /** Parameters, state fields and the like, which have names. */
  private static List<Outline> named(Node value) {
    return Nodes.items(value).stream()
        .filter(item -> !Nodes.text(item, "name").isEmpty())
        .map(item -> item(item, "name", Nodes.text(item, "type")))
        .toList();
  }

  private static Span whole(Node.Entry entry) {
    var from = entry.key().span();
    var to = entry.value().span();
    boolean behind =
        to.endLine() > from.endLine()
            || (to.endLine() == from.endLine() && to.endColumn() >= from.endColumn());
    return behind ? new Span(from.line(), from.column(), to.endLine(), to.endColumn()) : from;
  }
}
