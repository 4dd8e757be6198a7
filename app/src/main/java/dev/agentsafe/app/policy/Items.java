package dev.agentsafe.app.policy;

import dev.agentsafe.app.policy.FormChanges.Asked;
import dev.agentsafe.app.policy.FormChanges.Wording;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.form.Change;
import dev.agentsafe.editors.form.Field;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Where;
import java.util.List;
import java.util.Optional;

/** Words what is done with the items of lists, in the form of its turn; stateless. */
final class Items {
  private Items() {}

  /** Adds a single value to a list, where it is not there yet. */
  static Wording put(String text, Value value) {
    return (form, list) ->
        texts(form, list).contains(text)
            ? new Asked.Nothing()
            : new Asked.Made(new Change.Add(list, value));
  }

  /** Adds a value to a list, whether or not it is there. */
  static Wording append(Value value) {
    return (form, list) -> new Asked.Made(new Change.Add(list, value));
  }

  /** Gives a mapping a new key with its value; not where it has that key. */
  static Wording enter(String key, Value value) {
    return (form, map) ->
        form.field(map.key(key)).head().present()
            ? new Asked.Not(Words.of("form.given", key))
            : new Asked.Made(new Change.Set(map.key(key), value));
  }

  /** Gives a key another name. */
  static Wording rename(String name) {
    return (form, at) -> new Asked.Made(new Change.Rename(at, name));
  }

  /** Moves an entry past one that is before or behind it and whose key is chosen too. */
  static Wording movedKey(int by) {
    return (form, at) -> {
      var map = at.parent();
      var chosen =
          form.fields(map).stream()
              .map(Field::head)
              .filter(Field.Head::named)
              .map(Field.Head::at)
              .toList();
      int to = chosen.indexOf(at) + by;
      return !chosen.contains(at) || to < 0 || to >= chosen.size()
          ? new Asked.Nothing()
          : new Asked.Made(new Change.Move(map, place(form, at), place(form, chosen.get(to))));
    };
  }

  /** Which entry of its mapping a key is, counted from 0. */
  private static int place(Form form, Where key) {
    return form.node(key.parent()).orElse(null) instanceof Node.Mapping map
        ? map.entries().stream().map(e -> e.key().text()).toList().indexOf(key.name())
        : 0;
  }

  /** Takes a single value out of a list, where it is there. */
  static Wording drop(String text) {
    return (form, list) -> {
      int index = texts(form, list).indexOf(text);
      return index < 0 ? new Asked.Nothing() : new Asked.Made(new Change.Remove(list, index));
    };
  }

  private static List<String> texts(Form form, Where list) {
    return form.field(list) instanceof Field.Several several ? several.texts() : List.of();
  }

  /** Takes an item out of its list; a record leaves the next one shown. */
  static Asked remove(Form form, Where at) {
    var list = at.parent();
    int last = Cards.count(form, list) - 2;
    if (last < -1) {
      return new Asked.Nothing();
    }
    int index = at.index().orElseThrow();
    boolean isRecord = Cards.list(form).equals(Optional.of(list));
    return new Asked.Made(
        new Change.Remove(list, index),
        isRecord && last >= 0 ? Optional.of(list.item(Math.min(index, last))) : Optional.empty());
  }

  /** Moves an item so many places in its list. */
  static Wording moved(int by) {
    return (form, at) -> {
      int to = at.index().orElseThrow() + by;
      return to < 0 || to >= Cards.count(form, at.parent())
          ? new Asked.Nothing()
          : new Asked.Made(new Change.Move(at.parent(), to - by, to));
    };
  }

  /** Moves a record past the one that counts before or after it. */
  static Wording past(boolean up) {
    return (form, at) -> {
      var cards = Cards.of(form);
      int row = cards.stream().map(Card::at).toList().indexOf(at);
      int other = up ? row - 1 : row + 1;
      if (row < 0 || other < 0 || other >= cards.size()) {
        return new Asked.Nothing();
      }
      var mine = cards.get(row);
      var its = cards.get(other);
      return mine.priority() == its.priority()
          ? new Asked.Made(
              new Change.Move(
                  at.parent(), at.index().orElseThrow(), its.at().index().orElseThrow()))
          : new Asked.Not(
              Words.of(
                  "form.priority",
                  its.title(),
                  String.valueOf(its.priority()),
                  String.valueOf(mine.priority())));
    };
  }
}
