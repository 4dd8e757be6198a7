package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.Stamp;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.assist.Assistant;
import dev.agentsafe.editors.form.Change;
import dev.agentsafe.editors.form.Field;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Where;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Names;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads texts as forms, with the names of the workspace that may stand in them; thread-safe, and
 * never for the FX thread.
 *
 * <p>Its bench is one of its own: that of the language belongs to one thread, and a field that is
 * changed does not wait until that one has looked at the whole workspace.
 */
final class FormDesk {
  private static final int FEW = 2;

  private final Path settings;
  private Optional<Bench> bench = Optional.empty();
  private Optional<Path> open = Optional.empty();
  private Stamp stamp = Stamp.of(List.of());
  private int version;

  private record Bench(Workbench files, Assistant assistant, Shapes shapes) {}

  /** The desk of a workspace; nothing is read yet. */
  FormDesk(Path settings) {
    this.settings = settings;
  }

  /**
   * What of a form is looked at.
   *
   * @param record the record whose fields are shown; empty where those of the whole file are
   * @param unfolded what is shown with what is in it though it would not be
   */
  record Look(Optional<Where> record, Set<Where> unfolded) {
    Look {
      unfolded = Set.copyOf(unfolded);
    }

    /**
     * What is looked at after a change.
     *
     * @param then the record that is shown instead; empty where it stays the same
     */
    Look after(Change made, Optional<Where> then) {
      return new Look(
          then.or(() -> record.flatMap(at -> at.after(made))),
          unfolded.stream()
              .flatMap(at -> at.after(made).stream())
              .collect(Collectors.toUnmodifiableSet()));
    }
  }

  /**
   * A field, what may be chosen for it, and what is in it.
   *
   * @param names of values, or of keys where a mapping's keys are free
   * @param shown whether what is in it is shown
   */
  record Entry(Field field, List<String> names, boolean shown, List<Entry> below) {}

  /**
   * What is shown of a form.
   *
   * @param cards the records of the file, in the order in which they count; none where it is one
   */
  record Page(Form form, List<Card> cards, Look look, List<Entry> entries) {}

  private Bench bench() {
    if (bench.isEmpty()) {
      var files = new Workbench(settings);
      var shapes = Shapes.read();
      bench = Optional.of(new Bench(files, new Assistant(files, shapes), shapes));
    }
    return bench.get();
  }

  /** The form of a text; empty where the file is none of the workspace's. */
  synchronized Optional<Form> form(Path file, String text) {
    var now = bench();
    open.filter(other -> !other.equals(file)).ifPresent(now.files()::close);
    open = Optional.of(file);
    follow(now.files());
    version++;
    now.files().change(file, text, version);
    return now.files()
        .kind(file)
        .flatMap(kind ->
            now.files()
                .file(file)
                .map(found ->
                    Form.of(kind, now.shapes().of(kind.schema()), found.tree())
                        .among(actions(kind, now.files()))));
  }

  /** Tests give parameters to actions: what these are, whatever becomes of their files. */
  private static Function<String, Optional<Node>> actions(FileKind kind, Workbench files) {
    var byName = new HashMap<String, Node>();
    if (kind == FileKind.TESTS) {
      for (var file : files.files(FileKind.ACTION)) {
        var root = file.tree().root();
        if (root.flatMap(Where.ROOT.key("name")::in).orElse(null) instanceof Node.Scalar name) {
          byName.putIfAbsent(name.text(), root.get());
        }
      }
    }
    var found = Map.copyOf(byName);
    return name -> Optional.ofNullable(found.get(name));
  }

  /** Reads the disk again where it is another one than it was: names may have come or gone. */
  private void follow(Workbench files) {
    var onDisk = Stamp.of(files.watched());
    if (!onDisk.equals(stamp)) {
      stamp = onDisk;
      files.refresh();
    }
  }

  /** What is shown of a form. */
  synchronized Page page(Form form, Look look) {
    var cards = Cards.of(form);
    if (form.kind() == FileKind.SETTINGS) {
      return section(form, cards, look);
    }
    var there = look.record().filter(at -> form.node(at).isPresent());
    var shown = new Look(there, look.unfolded());
    var list = Cards.list(form);
    if (list.isPresent() && there.isEmpty()) {
      return new Page(form, cards, shown, List.of());
    }
    return new Page(
        form, cards, shown, entries(form, form.fields(there.orElse(Where.ROOT)), shown));
  }

  private Page section(Form form, List<Card> cards, Look look) {
    var section = Sections.shown(cards, look.record());
    var shown = new Look(Optional.of(section), look.unfolded());
    var entries =
        Sections.fields(form, section).stream()
            .map(field ->
                field instanceof Field.Group group
                    ? group(form, group, shown, !look.unfolded().contains(section))
                    : entry(form, field, shown))
            .toList();
    return new Page(form, cards, shown, entries);
  }

  private List<Entry> entries(Form form, List<Field> fields, Look look) {
    return fields.stream().map(field -> entry(form, field, look)).toList();
  }

  private Entry entry(Form form, Field field, Look look) {
    var head = field.head();
    return switch (field) {
      case Field.Single single when isKey(single) ->
          new Entry(
              new Field.Other(head.locked(Words.of("form.key.fixed")), single.text()),
              List.of(),
              false,
              List.of());
      case Field.Single single when !isHeld(single) ->
          new Entry(
              new Field.Other(head.locked(Words.of("form.unheld")), single.text()),
              List.of(),
              false,
              List.of());
      case Field.Single single -> new Entry(single, names(form, head.at()), false, List.of());
      case Field.Several several ->
          new Entry(several, names(form, head.at().item(0)), false, List.of());
      case Field.Other other -> new Entry(other, List.of(), false, List.of());
      case Field.Group group ->
          group(form, group, look, look.unfolded().contains(head.at()) != isUnfolded(form, head));
      case Field.Rows rows -> new Entry(rows, List.of(), true, items(form, rows, look));
    };
  }

  private Entry group(Form form, Field.Group group, Look look, boolean shown) {
    var head = group.head();
    return new Entry(
        group,
        head.shape().fields().free().isPresent() ? keys(form, head) : List.of(),
        shown,
        shown ? entries(form, form.fields(head.at()), look) : List.of());
  }

  /** Whether it is a key that votes are signed with: another one is another key, not a change. */
  private static boolean isKey(Field.Single single) {
    var text = single.text();
    int colon = text.indexOf(':');
    return single.head().at().pattern().equals("operators[].keys[].public")
        && colon > 0
        && colon < text.length() - 1
        && OperatorKey.Kind.of(text.substring(0, colon)).isPresent();
  }

  /** Whether a control keeps all of a text: it drops tabs, line ends and control characters. */
  private static boolean isHeld(Field.Single single) {
    boolean lines = single.kind() == Field.Kind.PROSE;
    var kept = lines ? single.text().replace("\n", "").replace("\t", "") : single.text();
    return kept.chars().noneMatch(c -> c < ' ' || c == 0x7f);
  }

  /** Where there are hundreds of fields only what is looked at is made. */
  private static boolean isUnfolded(Form form, Field.Head head) {
    boolean small = form.kind() != FileKind.SETTINGS;
    return head.present() && (small || head.at().steps().size() > 1);
  }

  private List<Entry> items(Form form, Field.Rows rows, Look look) {
    var all = new ArrayList<Entry>();
    var item = rows.head().shape().items().orElseThrow();
    for (int i = 0; i < rows.titles().size(); i++) {
      var at = rows.head().at().item(i);
      boolean shown = look.unfolded().contains(at) != (rows.titles().size() <= FEW);
      var head =
          new Field.Head(
              at, rows.titles().get(i), item, true, false, false, form.lock(at).orElse(""));
      all.add(
          new Entry(
              new Field.Group(head),
              List.of(),
              shown,
              shown ? entries(form, form.fields(at), look) : List.of()));
    }
    return all;
  }

  private static List<String> way(Where at) {
    return at.steps().stream()
        .map(step ->
            switch (step) {
              case Where.Step.Key(var name) -> name;
              case Where.Step.Item item -> "[]";
            })
        .toList();
  }

  private List<String> names(Form form, Where at) {
    return open.map(file -> bench().assistant().values(file, way(at), form.said(Where.ROOT)))
        .orElse(List.of());
  }

  /** What an author may choose as a key; those that have fields are there already. */
  private List<String> keys(Form form, Field.Head head) {
    var at = head.at();
    return open
        .map(file ->
            bench().assistant().keys(file, way(at), form.said(Where.ROOT), form.said(at.parent())))
        .orElse(List.of())
        .stream()
        .filter(key -> !head.shape().fields().known().containsKey(key))
        .toList();
  }

  /** A new item of a list: what it needs, chosen so that it grants nothing. */
  synchronized Value fresh(Form form, Where list) {
    var taken = new ArrayList<String>();
    if (form.field(list) instanceof Field.Rows rows) {
      taken.addAll(rows.titles());
    }
    Names.at(form.kind(), list.pattern() + "[].name")
        .or(() -> Names.at(form.kind(), list.pattern() + "[].id"))
        .ifPresent(kind -> bench().files().names(kind).forEach(name -> taken.add(name.text())));
    return new Fresh(form, taken, at -> names(form, at)).item(list);
  }
}
