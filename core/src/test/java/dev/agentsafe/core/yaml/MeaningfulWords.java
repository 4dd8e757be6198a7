package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The words of a policy that mean something to the loader: its keys and its fixed words. */
final class MeaningfulWords {
  private static final Set<String> FIXED =
      Set.of(
          "allow",
          "deny",
          "require_approval",
          "dev",
          "staging",
          "prod",
          "public",
          "internal",
          "restricted",
          "critical",
          "low",
          "medium",
          "high");
  private static final Set<String> OF_FIXED =
      Set.of("decision", "environments", "sensitivities", "risk_classes");
  private static final Set<String> FREE = Set.of("labels");

  private final Source source;
  private final List<Word> words = new ArrayList<>();
  private final Set<String> known = new TreeSet<>(FIXED);

  private MeaningfulWords(Source source) {
    this.source = source;
  }

  /** The words of a text that loads. */
  static List<Word> of(Source source) {
    var found = new MeaningfulWords(source);
    found.below(Document.read(source, new Problems(source.file())).orElseThrow(), "");
    return found.words;
  }

  /** A word where it stands. */
  record Word(Source source, int line, int column, String text, Set<String> known) {

    /** The word with one slip; empty where that made another word that means something. */
    Optional<String> mistyped(Random random) {
      var typed = new StringBuilder(text);
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> typed.deleteCharAt(at);
        case 1 -> typed.insert(at, text.charAt(at));
        case 2 -> typed.setCharAt(at, (char) ('a' + random.nextInt(26)));
        default -> {
          int next = Math.min(at + 1, text.length() - 1);
          typed.setCharAt(at, text.charAt(next));
          typed.setCharAt(next, text.charAt(at));
        }
      }
      var word = typed.toString();
      return word.isEmpty() || word.equals(text) || known.contains(word)
          ? Optional.empty()
          : Optional.of(word);
    }

    String replacedBy(String other) {
      var text = source.text();
      int at = 0;
      for (int i = 1; i < line; i++) {
        at = text.indexOf('\n', at) + 1;
      }
      at += column - 1;
      if (!text.startsWith(this.text, at)) {
        throw new IllegalStateException("`" + this.text + "` is not at " + line + ":" + column);
      }
      return text.substring(0, at) + other + text.substring(at + this.text.length());
    }
  }

  private void below(Node node, String under) {
    switch (node) {
      case Node.Mapping map ->
          map.entries()
              .forEach(entry -> {
                if (!FREE.contains(under)) {
                  add(entry.key());
                }
                below(entry.value(), entry.key().text());
              });
      case Node.Sequence list -> list.items().forEach(item -> below(item, under));
      case Node.Scalar scalar -> {
        if (OF_FIXED.contains(under)) {
          add(scalar);
        }
      }
    }
  }

  private void add(Node.Scalar scalar) {
    known.add(scalar.text());
    words.add(new Word(source, scalar.line(), scalar.column(), scalar.text(), known));
  }
}
