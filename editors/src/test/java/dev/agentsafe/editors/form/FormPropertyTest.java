package dev.agentsafe.editors.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Comment;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Tree;
import dev.agentsafe.editors.schema.Shapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a document is and whatever is changed: form and text say the same, comments stay. */
final class FormPropertyTest {
  private static final Path PROJECT = Path.of(System.getProperty("project.root", ".."));
  private static final List<Path> FOLDERS =
      List.of(
          PROJECT.resolve("app/src/main/resources/dev/agentsafe/app/starter"),
          PROJECT.resolve("../shared/reference-data"));
  private static final Shapes SHAPES = Shapes.read();
  private static final int ROUNDS = 150;

  private final Map<String, Integer> refusals = new LinkedHashMap<>();
  private final Map<String, String> examples = new LinkedHashMap<>();
  private int made;

  private static Form form(FileKind kind, String text) {
    return Form.of(kind, SHAPES.of(kind.schema()), Tree.of("f", text))
        .among(FormPropertyTest::action);
  }

  private static Optional<Node> action(String name) {
    return Optional.of(FOLDERS.getFirst().resolve("actions").resolve(name + ".yaml"))
        .filter(Files::exists)
        .flatMap(file -> {
          try {
            return Tree.of("f", Files.readString(file)).root();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static FileKind kind(Path file) {
    var name = file.toString();
    return name.contains("actions/")
        ? FileKind.ACTION
        : name.contains("policies/")
            ? FileKind.POLICY
            : name.contains("tests/")
                ? FileKind.TESTS
                : name.contains("inventory") ? FileKind.INVENTORY : FileKind.SETTINGS;
  }

  private static List<Form> written() throws IOException {
    var all = new ArrayList<Form>();
    for (var folder : FOLDERS) {
      if (Files.isDirectory(folder)) {
        try (var files = Files.walk(folder)) {
          for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
            all.add(form(kind(file), Files.readString(file)));
          }
        }
      }
    }
    return all;
  }

  private static List<String> comments(String text) {
    return Tree.of("f", text).comments().stream().map(Comment::text).map(String::strip).toList();
  }

  /** Makes a change where it can be made, and checks everything that has to hold then. */
  private Form checked(Form form, Change change) {
    var before = form.text();
    return switch (form.change(change)) {
      case Outcome.Refused(var why) -> {
        var refused = change.getClass().getSimpleName() + ": " + why;
        refusals.merge(refused, 1, Integer::sum);
        examples.putIfAbsent(refused, change + "\n" + before);
        assertThat(form.text()).isEqualTo(before);
        yield form;
      }
      case Outcome.Changed(var edits, var lost, var after) -> {
        made++;
        var what = change + "\n" + before + "\n---\n" + after.text();
        assertThat(after.text()).as(what).isEqualTo(Edit.apply(before, edits));
        says(form, change, after, what);
        var comments = new ArrayList<>(comments(before));
        if (change instanceof Change.Move) {
          assertThat(comments(after.text())).as(what).containsExactlyInAnyOrderElementsOf(comments);
        } else {
          assertThat(
                  lost.isEmpty()
                      || change instanceof Change.Clear
                      || change instanceof Change.Remove)
              .as(what)
              .isTrue();
          int at = java.util.Collections.indexOfSubList(comments, lost);
          assertThat(at).as(what).isNotNegative();
          assertThat(removed(comments, lost)).as(what).contains(comments(after.text()));
        }
        assertThat(undone(before, edits)).as(what).isEqualTo(before);
        assertThat(fields(after)).as(what).isEqualTo(fields(form(form.kind(), after.text())));
        shows(after, what);
        yield after;
      }
    };
  }

  private static void says(Form form, Change change, Form after, String what) {
    var now = Saying.of(after.text());
    var old = Saying.of(form.text());
    var meant = old.after(change);
    if (change instanceof Change.Clear(var at) && !now.saysWhat(meant)) {
      // A mapping that may be left out goes with its last key.
      var map = at.parent();
      while (!map.isRoot() && !now.saysWhat(meant)) {
        assertThat(form.field(map).head().required()).as(what).isFalse();
        meant = old.after(new Change.Clear(map));
        map = map.parent();
      }
    }
    assertThat(now.saysWhat(meant)).as(what).isTrue();
    if (change instanceof Change.Move(var at, int from, int to)) {
      assertThat(now.keys(at)).as(what).isEqualTo(meant.keys(at));
    } else if (!(change instanceof Change.Rename)) {
      assertThat(now.keepsTheOrderOf(old)).as(what).isTrue();
    }
  }

  /** What a strict reader reads is what the fields hold. */
  private static void shows(Form form, String what) {
    var says = Saying.of(form.text());
    for (var field : fields(form)) {
      switch (field) {
        case Field.Single(var head, var kind, var text, boolean fits)
            when head.isOpen() && head.present() ->
            says.text(head.at()).ifPresent(said -> assertThat(text).as(what).isEqualTo(said));
        case Field.Several(var head, var kind, var texts) when head.isOpen() -> {
          for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            says.text(head.at().item(i))
                .ifPresent(said -> assertThat(text).as(what).isEqualTo(said));
          }
        }
        case Field.Single _, Field.Several _, Field.Group _, Field.Rows _, Field.Other _ -> {}
      }
    }
  }

  /** The lists that remain when so many comments in a row are taken out. */
  private static List<List<String>> removed(List<String> comments, List<String> lost) {
    var all = new ArrayList<List<String>>();
    for (int i = 0; i + lost.size() <= comments.size(); i++) {
      if (comments.subList(i, i + lost.size()).equals(lost)) {
        var left = new ArrayList<>(comments);
        left.subList(i, i + lost.size()).clear();
        all.add(left);
      }
    }
    return all;
  }

  /** The text after edits and after taking each of them back. */
  private static String undone(String before, List<Edit> edits) {
    var back = new ArrayList<Edit>();
    int shift = 0;
    for (var edit : edits.stream().sorted(java.util.Comparator.comparingInt(Edit::from)).toList()) {
      int from = edit.from() + shift;
      back.add(
          new Edit(from, from + edit.text().length(), before.substring(edit.from(), edit.to())));
      shift += edit.text().length() - (edit.to() - edit.from());
    }
    return Edit.apply(Edit.apply(before, edits), back);
  }

  /** Every field of a form, those in groups and lists too. */
  private static List<Field> fields(Form form) {
    var all = new ArrayList<Field>();
    collect(form, form.fields(Where.ROOT), all);
    return all;
  }

  private static void collect(Form form, List<Field> fields, List<Field> all) {
    for (var field : fields) {
      all.add(field);
      if (field instanceof Field.Group(var head) && head.present()) {
        collect(form, form.fields(head.at()), all);
      } else if (field instanceof Field.Rows(var head, var titles)) {
        for (int i = 0; i < titles.size(); i++) {
          collect(form, form.fields(head.at().item(i)), all);
        }
      }
    }
  }

  @Test
  void filesThatPeopleWroteAreChangedAnyhow() throws IOException {
    var random = new Random(5);
    var author = new Author(random);
    for (var first : written()) {
      var form = first;
      for (int i = 0; i < 5; i++) {
        var root = Tree.of("f", form.text()).root();
        if (root.isPresent()) {
          form = checked(form, author.change(root.get()));
        }
      }
    }
    assertThat(made).isGreaterThan(200);
    assertThat(refusals.keySet())
        .as(examples.toString())
        .allMatch(why -> why.contains("is given already"));
  }

  @Test
  void anyDocumentIsChangedAnyhow() {
    var random = new Random(6);
    for (int round = 0; round < ROUNDS; round++) {
      var author = new Author(random);
      var form = form(FileKind.POLICY, author.document());
      for (int i = 0; i < 3; i++) {
        var root = Tree.of("f", form.text()).root();
        if (root.isPresent()) {
          form = checked(form, author.change(root.get()));
        }
      }
    }
    assertThat(made).isGreaterThan(200);
    assertThat(refusals.keySet())
        .as(examples.toString())
        .allMatch(why -> why.contains("is given already"));
  }

  @Test
  void parametersOfTestsAreChangedAnyhow() {
    var random = new Random(7);
    int shown = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var author = new Author(random);
      var form = form(FileKind.TESTS, author.tests());
      shown += (int) fields(form).stream().filter(field -> isParameter(field.head())).count();
      for (int i = 0; i < 4; i++) {
        var root = Tree.of("f", form.text()).root();
        if (root.isPresent()) {
          form = checked(form, author.change(root.get()));
        }
      }
    }
    assertThat(made).isGreaterThan(300);
    assertThat(shown).isGreaterThan(300);
    assertThat(refusals.keySet())
        .as(examples.toString())
        .allMatch(why -> why.contains("is given already"));
  }

  private static boolean isParameter(Field.Head head) {
    return head.isOpen() && head.at().pattern().startsWith("tests[].params.");
  }

  @Test
  void whateverIsTypedAsAKeyOrItsValueIsWhatTheFieldsShow() {
    var params = Where.ROOT.key("tests").item(0).key("params");
    for (var style : List.of("", " {}", " {a: b}", " # of it\n      a: b # c")) {
      var form =
          form(
              FileKind.TESTS,
              "tests:\n  - name: t\n    action: none\n    params:"
                  + style
                  + "\n    expect: deny\n");
      for (var hostile : Author.HOSTILE) {
        var at = params.key(hostile);
        var after = checked(form, new Change.Set(at, Value.of(hostile + hostile)));
        assertThat(after.field(at))
            .as(style + hostile)
            .isInstanceOfSatisfying(
                Field.Single.class,
                field -> {
                  assertThat(field.text()).isEqualTo(hostile + hostile);
                  assertThat(field.fits()).isTrue();
                  assertThat(field.head().named()).isTrue();
                });
        after = checked(after, new Change.Rename(at, "z" + hostile));
        assertThat(after.field(params.key("z" + hostile)).head().present()).isTrue();
      }
    }
    assertThat(refusals.keySet())
        .as(examples.toString())
        .allMatch(why -> why.contains("is given already"));
  }

  @Test
  void whateverIsTypedIsWhatTheFieldShows() {
    for (var style : List.of("x", "'x'", "\"x\"", "")) {
      isShown("rules: [{name: a, reason: " + style + "}]\n");
      isShown("rules:\n  - name: a\n    reason: " + style + "\n    decision: deny # no\n");
    }
    for (var style : List.of(">-\n      x\n      y", "|\n      x\n", ">\n      x")) {
      isShown("rules:\n  - name: a\n    reason: " + style + "\n    decision: deny # no\n");
    }
    assertThat(refusals).isEmpty();
  }

  private void isShown(String text) {
    var reason = Where.ROOT.key("rules").item(0).key("reason");
    var actions = Where.ROOT.key("rules").item(0).key("match").key("actions");
    var form = form(FileKind.POLICY, text);
    for (var hostile : Author.HOSTILE) {
      var after = checked(form, new Change.Set(reason, Value.of(hostile)));
      assertThat(after.field(reason))
          .as(text + hostile)
          .isInstanceOfSatisfying(
              Field.Single.class,
              field -> {
                assertThat(field.text()).isEqualTo(hostile);
                assertThat(field.fits()).isTrue();
              });
      if (text.contains("reason: x")) {
        var added = checked(after, new Change.Add(actions, Value.of(hostile)));
        assertThat(added.field(actions))
            .as(text + hostile)
            .isInstanceOfSatisfying(
                Field.Several.class, field -> assertThat(field.texts()).containsExactly(hostile));
      }
    }
  }
}
