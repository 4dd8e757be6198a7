package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Comment;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Patch;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Tree;
import dev.agentsafe.editors.schema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text as fields; immutable. The text is the document: a form is read from it, and what somebody
 * changes in the form are edits of the text.
 *
 * <p>A change is worded as edits, and the text after them is read again. Where it would say
 * anything else than the change means, or would have lost a comment, nothing is changed. What could
 * not be read is never written over.
 */
public final class Form {
  private static final String MARK = "\ufeff";
  private static final String ELSEWISE =
      "it is laid out in a way that the form does not change; change it in the text";

  private final FileKind kind;
  private final Shape shape;
  private final Tree tree;
  private final Function<String, Optional<Node>> actions;
  private final Optional<Node> root;
  private final Lines rows;
  private final int shift;
  // Both are asked of every field, and found by looking through all of the text.
  private final boolean isCountedOtherwise;
  private final Optional<String> lock;

  private Form(FileKind kind, Shape shape, Tree tree, Function<String, Optional<Node>> actions) {
    this.kind = kind;
    this.shape = shape;
    this.tree = tree;
    this.actions = actions;
    var whole = tree.root();
    root = whole.filter(Node.Mapping.class::isInstance);
    // Places are counted behind the mark that some editors put at the beginning of a file.
    shift = tree.text().startsWith(MARK) ? 1 : 0;
    rows = new Lines(tree.text().substring(shift));
    isCountedOtherwise = rows.isCountedOtherwise();
    lock = locked(whole);
  }

  /**
   * The form of a text.
   *
   * @param shape what may stand in such files
   */
  public static Form of(FileKind kind, Shape shape, Tree tree) {
    return new Form(kind, shape, tree, name -> Optional.empty());
  }

  /**
   * The same in a workspace that has actions.
   *
   * @param actions the outermost value of the file of an action, by its name
   */
  public Form among(Function<String, Optional<Node>> actions) {
    return new Form(kind, shape, tree, actions);
  }

  /** The form of what the text became. */
  public Form edited(String text) {
    return text.equals(text()) ? this : new Form(kind, shape, tree.edited(text), actions);
  }

  /** What the file is to a workspace. */
  public FileKind kind() {
    return kind;
  }

  /** The text. */
  public String text() {
    return tree.text();
  }

  /** What may stand at a place, seeing what is beside it. */
  public Shape shape(Where at) {
    var found = Optional.of(shape);
    var node = root;
    for (int i = 0; i < at.steps().size(); i++) {
      var step = at.steps().get(i);
      var here = new Where(at.steps().subList(0, i + 1));
      var said = node.map(Fields::said).orElse(Map.of());
      found =
          switch (step) {
            case Where.Step.Key(var name) ->
                found.flatMap(s -> s.at(name, said)).map(s -> seen(here, s));
            case Where.Step.Item item -> found.flatMap(Shape::items);
          };
      node = node.flatMap(n -> Where.below(n, step));
    }
    return found.orElse(Shape.ANY);
  }

  /** A shape that the schema names for a place, seeing what the file or another one declares. */
  Shape seen(Where at, Shape given) {
    return switch (kind) {
      case TESTS ->
          at.name().equals("params") && at.pattern().equals("tests[].params")
              ? Optional.ofNullable(said(at.parent()).get("action"))
                  .flatMap(actions)
                  .map(action -> Parameters.of(action, given.meaning()))
                  .orElse(given)
              : given;
      case ACTION ->
          at.name().equals("default") && at.pattern().equals("parameters[].default")
              ? node(at.parent())
                  .map(parameter -> Parameters.fallback(parameter, given.meaning()))
                  .orElse(given)
              : given;
      case POLICY, INVENTORY, OPERATORS, SETTINGS -> given;
    };
  }

  /** The fields of a mapping, or of one that may come to stand there. */
  public List<Field> fields(Where at) {
    return new Fields(this).of(at, shape(at));
  }

  /** The field of a place. */
  public Field field(Where at) {
    boolean required =
        shape(at.parent()).seeing(said(at.parent())).stream()
            .anyMatch(s -> s.fields().required().contains(at.name()));
    return new Fields(this).field(at, shape(at), required, isNamed(at));
  }

  /** Whether its author chose the key of a place. */
  private boolean isNamed(Where at) {
    var holder = shape(at.parent());
    return !at.isRoot()
        && at.steps().getLast() instanceof Where.Step.Key(var name)
        && Fields.free(holder).isPresent()
        && holder.seeing(said(at.parent())).stream()
            .noneMatch(s -> s.fields().known().containsKey(name));
  }

  /** The single values of a mapping by their keys. */
  public Map<String, String> said(Where at) {
    return node(at).map(Fields::said).orElse(Map.of());
  }

  /** What stands at a place. */
  public Optional<Node> node(Where at) {
    return root.flatMap(at::in);
  }

  /** Whether a key stands there, once or more often, or an item. */
  boolean stands(Where at) {
    return at.isRoot()
        || node(at).isPresent()
        || node(at.parent())
            .filter(map ->
                Content.of(map) instanceof Content.Keyed(var pairs)
                    && pairs.stream().anyMatch(pair -> pair.key().equals(at.name())))
            .isPresent();
  }

  /** As it is written; empty where nothing stands there. */
  String written(Where at) {
    return node(at).filter(n -> !isCountedOtherwise).map(new Patch(rows)::written).orElse("");
  }

  /** What could not be read, and is not changed here. */
  public List<Problem> unread() {
    return tree.pieces().placed().stream().flatMap(each -> each.problems("").stream()).toList();
  }

  /** Why nothing at all can be changed here; empty where something can. */
  public Optional<String> lock() {
    return lock;
  }

  private Optional<String> locked(Optional<Node> whole) {
    if (isCountedOtherwise) {
      return Optional.of(
          "the text has line ends that only YAML takes for such, U+0085, U+2028, U+2029 or a lone"
              + " carriage return; put line feeds in their place");
    }
    var first = tree.pieces().placed().getFirst().piece();
    if (first.shape() == Piece.Shape.WHOLE && !first.problems().isEmpty()) {
      return Optional.of(first.problems().getFirst().message());
    }
    return whole.isPresent() && root.isEmpty()
        ? Optional.of("the file must be a mapping of keys to values; begin it anew in the text")
        : Optional.empty();
  }

  /** Why a place cannot be changed here; empty where it can. */
  public Optional<String> lock(Where at) {
    return lock().or(() -> new Locks(tree, root).of(at));
  }

  /** The line that something begins at, counted from 1; that of what would hold it otherwise. */
  public int line(Where at) {
    if (at.isRoot()) {
      return 1;
    }
    if (node(at).isEmpty()) {
      return line(at.parent());
    }
    var key = node(at.parent()).flatMap(map -> Where.entry(map, at.name()));
    boolean named = at.steps().getLast() instanceof Where.Step.Key;
    return named && key.isPresent() ? key.get().key().line() : node(at).map(Node::line).orElse(1);
  }

  /** The item of a list that a line belongs to, counted from 1; empty outside of the list. */
  public Optional<Where> itemAt(Where list, int line) {
    if (!(node(list).orElse(null) instanceof Node.Sequence all) || line > all.span().endLine()) {
      return Optional.empty();
    }
    int found = -1;
    for (int i = 0; i < all.items().size() && all.items().get(i).line() <= line; i++) {
      found = i;
    }
    return found < 0 ? Optional.empty() : Optional.of(list.item(found));
  }

  /** The text after a change, or why it stays as it is. */
  public Outcome change(Change wanted) {
    var change = wanted instanceof Change.Clear clear ? pruned(clear) : wanted;
    var placement = new Placement(shape);
    var why =
        lock().or(() -> new Locks(tree, root).of(change)).or(() -> new Sense(root).missing(change));
    if (why.isPresent()) {
      return new Outcome.Refused(why.get());
    }
    var before = Content.of(root);
    var meant = before.after(change, placement);
    if (meant.equals(before)) {
      return new Outcome.Changed(List.of(), List.of(), this);
    }
    return new Revision(rows, root, placement)
        .of(change)
        .flatMap(edits -> checked(change, meant, edits))
        .orElseGet(() -> new Outcome.Refused(ELSEWISE));
  }

  /** A mapping that may be left out goes with its last key. */
  private Change.Clear pruned(Change.Clear clear) {
    var map = clear.at().parent();
    boolean last =
        node(clear.at()).isPresent()
            && node(map)
                .filter(n -> n instanceof Node.Mapping m && m.entries().size() == 1)
                .isPresent();
    boolean key = !map.isRoot() && map.steps().getLast() instanceof Where.Step.Key;
    return last && key && !field(map).head().required() ? pruned(new Change.Clear(map)) : clear;
  }

  private Optional<Outcome> checked(Change change, Content meant, List<Edit> edits) {
    var shifted =
        edits.stream().map(e -> new Edit(e.from() + shift, e.to() + shift, e.text())).toList();
    var after = edited(Edit.apply(text(), shifted));
    if (!Content.of(after.root).equals(meant)
        || after.lock().isPresent()
        || !unread(after.tree.pieces()).equals(unread(tree.pieces()))) {
      return Optional.empty();
    }
    var lost = new ArrayList<String>();
    var kept = new ArrayList<String>();
    for (var comment : tree.comments()) {
      (isWithin(comment, edits) ? lost : kept).add(comment.text().strip());
    }
    var there = after.tree.comments().stream().map(c -> c.text().strip()).toList();
    if (change instanceof Change.Move) {
      kept.addAll(lost);
      lost.clear();
      return sorted(there).equals(sorted(kept))
          ? Optional.of(new Outcome.Changed(shifted, lost, after))
          : Optional.empty();
    }
    boolean takes = change instanceof Change.Clear || change instanceof Change.Remove;
    return there.equals(kept) && (takes || lost.isEmpty())
        ? Optional.of(new Outcome.Changed(shifted, lost, after))
        : Optional.empty();
  }

  private boolean isWithin(Comment comment, List<Edit> edits) {
    int at = rows.from(comment.span());
    return edits.stream().anyMatch(edit -> edit.from() <= at && at < edit.to());
  }

  private static List<String> sorted(List<String> all) {
    return all.stream().sorted().toList();
  }

  /** The texts of what could not be read. */
  private static List<String> unread(Pieces pieces) {
    return pieces.placed().stream()
        .map(Pieces.Placed::piece)
        .filter(piece -> !piece.problems().isEmpty())
        .map(Piece::text)
        .toList();
  }
}
