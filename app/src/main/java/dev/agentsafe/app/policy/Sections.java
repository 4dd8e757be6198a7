package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.form.Field;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings by what they are about, in the order of their schema: single values first, then each
 * key that holds more; stateless.
 */
final class Sections {
  private Sections() {}

  private static boolean isSingle(Field field) {
    return field instanceof Field.Single || field instanceof Field.Several;
  }

  /** The sections in short. */
  static List<Card> of(Form form) {
    var cards = new ArrayList<Card>();
    cards.add(
        new Card(
            Where.ROOT,
            Words.of("form.section.files"),
            "",
            Words.of("form.section.files.what"),
            0,
            form.lock().orElse("")));
    for (var field : form.fields(Where.ROOT)) {
      var head = field.head();
      if (!isSingle(field)) {
        var word = head.present() ? Words.of("form.section.given") : "";
        var locked = head.present() ? form.lock(head.at()).orElse("") : "";
        cards.add(
            new Card(head.at(), FieldRow.words(head.name()), word, head.meaning(), 0, locked));
      }
    }
    return List.copyOf(cards);
  }

  /** The section that is shown: the wanted one where there is such a one, else the first. */
  static Where shown(List<Card> cards, Optional<Where> wanted) {
    return wanted
        .filter(at -> cards.stream().anyMatch(card -> card.at().equals(at)))
        .orElse(Where.ROOT);
  }

  /** The fields of a section. */
  static List<Field> fields(Form form, Where section) {
    return section.isRoot()
        ? form.fields(Where.ROOT).stream().filter(Sections::isSingle).toList()
        : List.of(form.field(section));
  }

  /** The section that a line belongs to, counted from 1; empty above all of them. */
  static Optional<Where> at(Form form, int line) {
    if (!(form.node(Where.ROOT).orElse(null) instanceof Node.Mapping map)) {
      return Optional.empty();
    }
    return map.entries().stream()
        .filter(entry -> entry.key().line() <= line)
        .reduce((first, second) -> second)
        .map(entry -> Where.ROOT.key(entry.key().text()))
        .map(at -> isSingle(form.field(at)) ? Where.ROOT : at);
  }
}
