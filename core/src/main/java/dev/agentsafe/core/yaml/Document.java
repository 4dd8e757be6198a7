package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document strictly: no anchors, aliases or tags, no second document, no deep
 * nesting.
 */
public final class Document {
  /** The longest text that is read, in UTF-16 units. */
  public static final int LONGEST = 16 * 1024 * 1024;

  /** The deepest nesting that is read. */
  public static final int DEEPEST = 64;

  private final ParserImpl parser;
  private final Problems problems;

  private Document(ParserImpl parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** A text without the mark that some editors put at the beginning of a file. */
  static String unmarked(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Its value; empty where there is none or a problem was found, which is then noted. */
  public static Optional<Node> read(Source source, Problems problems) {
    var text = unmarked(source.text());
    if (text.length() > LONGEST) {
      problems.error(
          1, 1, "too-large", "the file is larger than 16 MiB; split it into several files");
      return Optional.empty();
    }
    return read(text, 0, problems);
  }

  /**
   * The value of a part of a document.
   *
   * @param depth how deep it is nested in the document already
   */
  static Optional<Node> read(String text, int depth, Problems problems) {
    try {
      var options = new LoaderOptions();
      options.setCodePointLimit(Integer.MAX_VALUE);
      options.setNestingDepthLimit(DEEPEST);
      options.setProcessComments(false);
      var parser = new ParserImpl(new StreamReader(text), options);
      return new Document(parser, problems).root(depth);
    } catch (Refused e) {
      problems.error(e.line, e.column, e.code, e.words);
    } catch (ReaderException e) {
      report(text, e, problems);
    } catch (MarkedYAMLException e) {
      report(text, e, problems);
    } catch (YAMLException e) {
      problems.error(1, 1, "syntax", "this is no YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Whether a text is no YAML for what stands in its first lines. */
  static boolean breaksWithin(String text, int lines) {
    try {
      var parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
      while (!parser.checkEvent(Event.ID.StreamEnd)) {
        parser.getEvent();
      }
      return false;
    } catch (MarkedYAMLException e) {
      return e.getProblemMark() != null && e.getProblemMark().getLine() < lines;
    } catch (YAMLException e) {
      return false;
    }
  }

  private Optional<Node> root(int depth) {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    parser.getEvent();
    var root = node(depth);
    parser.getEvent();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      throw new Refused(
          parser.peekEvent(),
          "second-document",
          "a second document begins here; keep one document in a file");
    }
    return Optional.of(root);
  }

  private Node node(int depth) {
    var event = parser.getEvent();
    if (event instanceof ScalarEvent scalar) {
      refuseDecoration(scalar, scalar.getTag());
      return scalar(scalar);
    }
    if (depth == DEEPEST) {
      throw new Refused(event, "too-deep", "nested deeper than 64 levels; flatten it");
    }
    return switch (event) {
      case MappingStartEvent start -> {
        refuseDecoration(start, start.getTag());
        yield mapping(start, depth);
      }
      case SequenceStartEvent start -> {
        refuseDecoration(start, start.getTag());
        yield sequence(start, depth);
      }
      case AliasEvent alias ->
          throw new Refused(
              alias,
              "alias",
              "`*" + alias.getAnchor() + "` is an alias; write the value out where it is used");
      default -> throw new Refused(event, "syntax", "a value is expected here");
    };
  }

  private Node mapping(MappingStartEvent start, int depth) {
    var entries = new ArrayList<Node.Entry>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      var key = node(depth + 1);
      if (!(key instanceof Node.Scalar scalar)) {
        throw new Refused(
            key.line(), key.column(), "key", "a key must be a text, this is " + key.kind());
      }
      entries.add(new Node.Entry(scalar, node(depth + 1)));
    }
    return new Node.Mapping(
        around(
            start,
            parser.getEvent(),
            entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast().value())),
        entries);
  }

  private Node sequence(SequenceStartEvent start, int depth) {
    List<Node> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth + 1));
    }
    return new Node.Sequence(
        around(
            start,
            parser.getEvent(),
            items.isEmpty() ? Optional.empty() : Optional.of(items.getLast())),
        items);
  }

  /** What is written without brackets ends with its last value, not where the next one begins. */
  private static Span around(CollectionStartEvent start, Event end, Optional<Node> last) {
    var at = span(start);
    if (start.isFlow() || last.isEmpty()) {
      return at.to(span(end));
    }
    return at.to(last.get().span());
  }

  private static Span span(Event event) {
    var end = event.getEndMark();
    return new Span(line(event), column(event), end.getLine() + 1, end.getColumn() + 1);
  }

  private Node scalar(ScalarEvent event) {
    var text = event.getValue();
    var at = span(event);
    if (event.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
      return new Node.Scalar(at, text, new Value.Text(text), Node.Form.QUOTED);
    }
    return switch (PlainScalar.read(text)) {
      case PlainScalar.Is(var value) -> new Node.Scalar(at, text, value, Node.Form.PLAIN);
      case PlainScalar.Date d -> new Node.Scalar(at, text, new Value.Text(text), Node.Form.DATE);
      case PlainScalar.Not(var why) -> {
        problems.error(at.line(), at.column(), "scalar", why);
        yield new Node.Scalar(at, text, new Value.Text(text), Node.Form.QUOTED);
      }
    };
  }

  private static void refuseDecoration(NodeEvent event, @Nullable String tag) {
    if (event.getAnchor() != null) {
      throw new Refused(
          event,
          "anchor",
          "`&" + event.getAnchor() + "` is an anchor; write the value out where it is used");
    }
    if (tag != null) {
      throw new Refused(
          event, "tag", "`" + tag + "` is a tag; leave it out, quotes make a value a text");
    }
  }

  private static void report(String text, ReaderException e, Problems problems) {
    var line = 1;
    var column = 1;
    var at =
        text.offsetByCodePoints(
            0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
    for (var i = 0; i < at; i++) {
      var c = text.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
    problems.error(
        line,
        column,
        "character",
        "the character `U+%04X` is not allowed in YAML; remove it or write it escaped in quotes"
            .formatted(e.getCodePoint()));
  }

  private static void report(String text, MarkedYAMLException e, Problems problems) {
    var mark = place(e);
    var words = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
    if (e.getContext() != null && e.getProblem() != null) {
      words = e.getContext() + ": " + words;
    }
    int line = mark == null ? 1 : mark.getLine() + 1;
    int column = mark == null ? 1 : mark.getColumn() + 1;
    problems.error(
        line,
        words.contains("mapping values are not allowed") ? keyBefore(text, line, column) : column,
        "syntax",
        "this is no YAML: " + words.strip());
  }

  /** A colon too much in a value is the mistake; else it is the key that stands too far right. */
  private static int keyBefore(String text, int line, int column) {
    var said = text.lines().skip(line - 1L).findFirst().orElse("");
    int begin = 0;
    while (begin < said.length() && " \t".indexOf(said.charAt(begin)) >= 0) {
      begin++;
    }
    int colon =
        Math.min(
            said.length(),
            said.offsetByCodePoints(
                0, Math.min(column - 1, said.codePointCount(0, said.length()))));
    return said.substring(0, colon).contains(": ") ? column : begin + 1;
  }

  /** Where the mistake is rather than where it was noticed: what was begun and never ended. */
  private static @Nullable Mark place(MarkedYAMLException e) {
    var noticed = e.getProblemMark();
    var begun = e.getContextMark();
    if (noticed == null || begun == null) {
      return noticed == null ? begun : noticed;
    }
    var what = String.valueOf(e.getContext());
    var brackets = what.contains("flow");
    var open = what.contains("quoted scalar") || what.contains("simple key") || brackets;
    return open && noticed.getLine() > begun.getLine() ? begun : noticed;
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().getColumn() + 1;
  }

  /** Stops the reading of a document at the first thing that is refused outright. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String code;
    private final String words;

    Refused(Event at, String code, String words) {
      this(Document.line(at), Document.column(at), code, words);
    }

    Refused(int line, int column, String code, String words) {
      super(words, null, false, false);
      this.line = line;
      this.column = column;
      this.code = code;
      this.words = words;
    }
  }
}
