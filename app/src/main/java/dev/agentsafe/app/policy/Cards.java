package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.form.Field;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Where;
import dev.agentsafe.editors.language.FileKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The records of a file in short: rules in order of evaluation, others in that of the file. */
final class Cards {
  private static final int MOST = 3;

  private final Form form;
  private final List<String> said = new ArrayList<>();

  private Cards(Form form) {
    this.form = form;
  }

  /** The list of records that a file is; empty where it is one record itself. */
  static Optional<Where> list(Form form) {
    return switch (form.kind()) {
      case POLICY -> Optional.of(Where.ROOT.key("rules"));
      case INVENTORY -> Optional.of(Where.ROOT.key("targets"));
      case TESTS -> Optional.of(Where.ROOT.key("tests"));
      case OPERATORS -> Optional.of(Where.ROOT.key("operators"));
      case ACTION, SETTINGS -> Optional.empty();
    };
  }

  /** The record that a line belongs to, counted from 1. */
  static Optional<Where> at(Form form, int line) {
    return form.kind() == FileKind.SETTINGS
        ? Sections.at(form, line)
        : list(form).flatMap(list -> form.itemAt(list, line));
  }

  static List<Card> of(Form form) {
    if (form.kind() == FileKind.SETTINGS) {
      return Sections.of(form);
    }
    var cards = new ArrayList<Card>();
    list(form)
        .ifPresent(list -> {
          int count = count(form, list);
          for (int i = 0; i < count; i++) {
            cards.add(new Cards(form).card(list.item(i)));
          }
        });
    cards.sort(Comparator.comparingLong(Card::priority).reversed());
    return List.copyOf(cards);
  }

  /** How many items a list has. */
  static int count(Form form, Where list) {
    return form.node(list).orElse(null) instanceof Node.Sequence all ? all.items().size() : 0;
  }

  private Card card(Where at) {
    var title = form.node(at).map(Field::title).orElse("");
    var locked = form.lock(at).orElse("");
    return switch (form.kind()) {
      case POLICY -> {
        rule(at);
        yield new Card(at, title, text(at.key("decision")), detail(), priority(at), locked);
      }
      case INVENTORY -> {
        tell(at.key("type"));
        tell(at.key("environment"));
        tell(at.key("sensitivity"));
        yield new Card(at, title, "", detail(), 0, locked);
      }
      case TESTS -> {
        tell(at.key("action"));
        tell(at.key("target"));
        yield new Card(at, title, text(at.key("expect")), detail(), 0, locked);
      }
      case OPERATORS -> {
        tell(at.key("name"));
        tell(at.key("roles"));
        tell(at.key("groups"));
        var id = text(at.key("id"));
        var keys = Words.of("form.keys", count(form, at.key("keys")));
        yield new Card(at, id.isEmpty() ? title : id, keys, detail(), 0, locked);
      }
      case ACTION, SETTINGS -> new Card(at, title, "", "", 0, locked);
    };
  }

  private void rule(Where at) {
    said.add(String.valueOf(priority(at)));
    var match = at.key("match");
    var targets = match.key("targets");
    var callers = match.key("callers");
    tell(match.key("actions"));
    tell(targets.key("environments"));
    tell(targets.key("types"));
    tell(targets.key("sensitivities"));
    tell(targets.key("labels"));
    tell(callers.key("roles"));
    tell(callers.key("groups"));
    tell(callers.key("agent_ids"));
    tell(match.key("risk_classes"));
    tell(match.key("time_windows"));
  }

  private long priority(Where at) {
    return form.node(at.key("priority")).orElse(null) instanceof Node.Scalar scalar
            && scalar.value() instanceof Value.Int(var number)
            && number.bitLength() < Long.SIZE
        ? number.longValue()
        : 0;
  }

  private String text(Where at) {
    return form.node(at).orElse(null) instanceof Node.Scalar scalar ? scalar.text() : "";
  }

  private void tell(Where at) {
    form.node(at).map(Cards::brief).filter(brief -> !brief.isEmpty()).ifPresent(said::add);
  }

  private static String brief(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence list -> {
        var some = list.items().stream().limit(MOST).map(Field::title).toList();
        int more = list.items().size() - some.size();
        yield String.join(", ", some) + (more > 0 ? " +" + more : "");
      }
      case Node.Mapping map -> Field.title(map);
    };
  }

  private String detail() {
    return String.join("  \u00b7  ", said);
  }
}
