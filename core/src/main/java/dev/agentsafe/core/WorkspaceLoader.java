package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.identity.OperatorsLoader;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.policy.Rulebook;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads the parts of a workspace and puts them together; used once. */
final class WorkspaceLoader {
  static final String FILE_NAME = "agent-safe.yaml";
  private static final int LONGEST_TAIL = 4 * 1024 * 1024;

  private final Path settingsFile;
  private final List<Problem> problems = new ArrayList<>();

  /** What was read of files of other kinds than policies. */
  private final List<Source> others = new ArrayList<>();

  WorkspaceLoader(Path settingsFile) {
    this.settingsFile = settingsFile;
  }

  Loaded<Workspace> load() {
    return load(SourceFiles.read(settingsFile, problems));
  }

  /** Loads what there would be if the settings were that text. */
  Loaded<Workspace> load(Optional<Source> said) {
    var root = rootOf(settingsFile);
    said.ifPresent(others::add);
    var settings = said.flatMap(source -> settings(source, root));
    if (settings.isEmpty()) {
      return new Loaded.Bad<>(problems);
    }
    var paths = settings.get().paths();
    var actions = SourceFiles.ofFolder(paths.registry(), "actions", problems);
    others.addAll(actions);
    var catalog = take(CatalogLoader.load(actions));
    var policySources = SourceFiles.ofFolder(paths.policies(), "policies", problems);
    var rules = take(RuleLoader.load(policySources));
    var inventory =
        paths.inventory().isEmpty()
            ? Optional.of(new Inventory(List.of()))
            : paths
                .inventory()
                .flatMap(this::other)
                .flatMap(source -> take(InventoryLoader.load(source)));
    var operators = operators(settings.get());
    checkAuditLog(paths.auditLog());
    promoteBadPatterns();
    return together(
        root, settings.get(), new Parts(catalog, rules, inventory, policySources, operators));
  }

  static Path rootOf(Path settingsFile) {
    var absolute = settingsFile.toAbsolutePath();
    var root = absolute.getParent();
    return root == null ? absolute : root;
  }

  private record Parts(
      Optional<Catalog> catalog,
      Optional<List<Rule>> rules,
      Optional<Inventory> inventory,
      List<Source> policySources,
      Optional<Operators> operators) {}

  private Optional<Operators> operators(Settings settings) {
    return settings
        .approvals()
        .operators()
        .flatMap(this::other)
        .flatMap(source -> take(OperatorsLoader.load(source)));
  }

  private Optional<Source> other(Path file) {
    var source = SourceFiles.read(file, problems);
    source.ifPresent(others::add);
    return source;
  }

  private Loaded<Workspace> together(Path root, Settings settings, Parts parts) {
    if (parts.catalog().isEmpty()
        || parts.rules().isEmpty()
        || parts.inventory().isEmpty()
        || problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR)) {
      return new Loaded.Bad<>(problems);
    }
    var rules = Rulebook.of(root, parts.policySources(), parts.rules().get());
    return new Loaded.Good<>(
        new Workspace(
            settingsFile.toAbsolutePath(),
            settings,
            parts.catalog().get(),
            parts.inventory().get(),
            rules,
            rules.version(),
            parts.operators(),
            OtherFiles.hashes(root, others)),
        problems);
  }

  private Optional<Settings> settings(Source source, Path root) {
    var noted = new Problems(source.file());
    var settings = SettingsReader.read(source, root, noted);
    problems.addAll(noted.list());
    return settings;
  }

  private <T> Optional<T> take(Loaded<T> loaded) {
    return switch (loaded) {
      case Loaded.Good<T>(T value, List<Problem> warnings) -> {
        problems.addAll(warnings);
        yield Optional.of(value);
      }
      case Loaded.Bad<T>(List<Problem> errors) -> {
        problems.addAll(errors);
        yield Optional.empty();
      }
    };
  }

  /** A catalogue alone may hold a pattern that is none; a workspace in force may not. */
  private void promoteBadPatterns() {
    problems.replaceAll(p ->
        p.code().equals(CatalogLoader.BAD_PATTERN)
            ? Problem.error(p.location(), p.code(), p.message())
            : p);
  }

  /** The last complete line must be a journal entry; a torn one after it is for recovery. */
  private void checkAuditLog(Path log) {
    if (!Files.isRegularFile(log)) {
      return;
    }
    try {
      lastLine(log)
          .filter(line -> !isEntry(line))
          .ifPresent(line ->
              problems.add(
                  Problem.error(
                      Location.ofFile(log.toString()),
                      "audit-log",
                      "the last line is no journal entry; verify the file, then put it aside"
                          + " or name another `audit_log`")));
    } catch (IOException e) {
      problems.add(
          Problem.error(
              Location.ofFile(log.toString()),
              "audit-log",
              "the file cannot be read: " + e.getMessage()));
    }
  }

  private static Optional<String> lastLine(Path log) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var from = Math.max(0, file.length() - LONGEST_TAIL);
      file.seek(from);
      var bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      var tail = new String(bytes, StandardCharsets.UTF_8);
      var end = tail.lastIndexOf('\n');
      var whole = end < 0 ? "" : tail.substring(0, end).stripTrailing();
      var start = whole.lastIndexOf('\n') + 1;
      return whole.isBlank() || (start == 0 && from > 0)
          ? Optional.empty()
          : Optional.of(whole.substring(start));
    }
  }

  private static boolean isEntry(String line) {
    return Json.read(line) instanceof Json.Read.Good(Value.Fields entry)
        && entry.text("entry_hash").filter(hash -> hash.matches("[0-9a-f]{64}")).isPresent();
  }
}
