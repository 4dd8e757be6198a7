package dev.agentsafe.core.policy;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Rules that were loaded together, the files that they stand in, and the version that names all of
 * it; immutable.
 *
 * @param parts in the order in which they were loaded
 */
public record Rulebook(List<Part> parts, PolicySet policies) {
  public Rulebook {
    parts = List.copyOf(parts);
  }

  /**
   * A file of rules.
   *
   * @param file its name, as seen from the workspace
   */
  public record Part(String file, String text) {
    /** SHA-256 hex of the text. */
    public String sha256() {
      return Rulebook.sha256(text);
    }
  }

  /** Rules of a workspace in that folder, which were loaded from those texts. */
  public static Rulebook of(Path root, List<Source> sources, List<Rule> rules) {
    return new Rulebook(
        sources.stream()
            .map(source ->
                new Part(
                    root.relativize(Path.of(source.file()).toAbsolutePath()).toString(),
                    source.text()))
            .toList(),
        new PolicySet(rules));
  }

  /** The rules that these texts hold; empty where they do not load. */
  public static Optional<Rulebook> read(List<Part> parts) {
    var sources = parts.stream().map(part -> new Source(part.file(), part.text())).toList();
    return RuleLoader.load(sources) instanceof Loaded.Good<List<Rule>>(var rules, var _)
        ? Optional.of(new Rulebook(parts, new PolicySet(rules)))
        : Optional.empty();
  }

  /** SHA-256 hex over the names and texts of the files. */
  public String version() {
    var digest = CanonicalJson.sha256();
    for (var part : parts) {
      digest.update(part.file().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(part.text().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The file of that name. */
  public Optional<Part> part(String file) {
    return parts.stream().filter(part -> part.file().equals(file)).findFirst();
  }

  /** SHA-256 hex of a text. */
  public static String sha256(String text) {
    return HexFormat.of()
        .formatHex(CanonicalJson.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
