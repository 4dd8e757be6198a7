package dev.agentsafe.core;

import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.WorkspaceFiles;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a workspace as they are on disk, with drafts in the place of some; used once. */
final class DraftedFiles {
  private final Settings.Paths opened;
  private final List<Source> drafts;
  private final List<Problem> found = new ArrayList<>();

  /**
   * Those of a workspace.
   *
   * @param opened where its files are, where its settings do not say it by now
   * @param drafts their files absolute and normal
   */
  DraftedFiles(Settings.Paths opened, List<Source> drafts) {
    this.opened = opened;
    this.drafts = List.copyOf(drafts);
  }

  /** Everything that is wrong with them. */
  List<Problem> problems(Linter linter) {
    var file = normal(opened.settings());
    var drafted = draft(file);
    var settings =
        drafted.or(() -> SourceFiles.read(file, found)).flatMap(source -> read(source, file));
    drafted.ifPresent(said -> {
      found.addAll(SettingsCheck.problems(said.file(), Pieces.of(said.text()), folder(file)));
      found.addAll(loading(file, said));
    });
    found.addAll(linter.look(files(settings)));
    return found.stream().distinct().toList();
  }

  /** Whether that is one of them, by the settings that were opened or those on disk. */
  boolean has(Path file) {
    var settings = normal(opened.settings());
    var now = SourceFiles.read(settings, found).flatMap(source -> read(source, settings));
    var asked = normal(file);
    return Stream.concat(
                Stream.of(settings, settings.resolveSibling("operators.yaml")),
                now.flatMap(s -> s.approvals().operators()).stream())
            .anyMatch(known -> normal(known).equals(asked))
        || Stream.concat(Stream.of(opened), now.map(Settings::paths).stream())
            .anyMatch(paths -> isIn(paths, asked));
  }

  private static boolean isIn(Settings.Paths paths, Path file) {
    return Stream.of(paths.registry(), paths.policies(), paths.tests())
            .anyMatch(folder -> file.startsWith(normal(folder)))
        || paths.inventory().filter(known -> normal(known).equals(file)).isPresent();
  }

  private static Optional<Settings> read(Source source, Path file) {
    return SettingsReader.read(source, folder(file), new Problems(source.file()));
  }

  private static Path folder(Path file) {
    var parent = file.getParent();
    return parent == null ? file : parent;
  }

  /**
   * What else keeps a workspace with these settings from loading, such as a journal that is none.
   */
  private List<Problem> loading(Path file, Source said) {
    return switch (new WorkspaceLoader(file).load(Optional.of(said))) {
      case Loaded.Good<Workspace>(var workspace, var warnings) -> warnings;
      case Loaded.Bad<Workspace>(var problems) -> problems;
    };
  }

  private WorkspaceFiles files(Optional<Settings> settings) {
    var paths = settings.map(Settings::paths).orElse(opened);
    var operators =
        settings
            .flatMap(s -> s.approvals().operators())
            .or(() -> Optional.of(opened.settings().resolveSibling("operators.yaml")))
            .filter(Files::exists);
    return new WorkspaceFiles(
        folder(paths.registry(), "actions"),
        folder(paths.policies(), "policies"),
        paths.inventory().flatMap(this::one),
        Files.isDirectory(paths.tests()) ? folder(paths.tests(), "tests") : List.of(),
        operators.flatMap(this::one));
  }

  private List<Source> folder(Path folder, String what) {
    return SourceFiles.ofFolder(folder, what, found).stream().map(this::overlaid).toList();
  }

  private Optional<Source> one(Path file) {
    return draft(file).or(() -> SourceFiles.read(file, found).map(this::overlaid));
  }

  private Source overlaid(Source source) {
    var file = normal(Path.of(source.file()));
    return draft(file).orElseGet(() -> new Source(file.toString(), source.text()));
  }

  private Optional<Source> draft(Path file) {
    var name = normal(file).toString();
    return drafts.stream().filter(draft -> draft.file().equals(name)).findFirst();
  }

  static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
