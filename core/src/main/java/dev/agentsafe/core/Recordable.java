package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which texts of a workspace's files may stand in its record: a value that a file gives to a secret
 * has no shape by which it could be taken out of a text.
 */
record Recordable(Settings.Paths paths, Secrets secrets) {
  private static final String KEY = "signing_key";

  /** The text where it may stand there; what does not load is not known to hold no secret. */
  Optional<String> text(Path file, String text) {
    var source = new Source(file.toString(), text);
    boolean holdsNone;
    if (isIn(paths.registry(), file)) {
      holdsNone = isActionWithout(source);
    } else if (isIn(paths.tests(), file)) {
      holdsNone = isTestWithout(source);
    } else {
      holdsNone =
          !DraftedFiles.normal(file).equals(DraftedFiles.normal(paths.settings()))
              || isSettingsWithout(source);
    }
    return holdsNone ? Optional.of(text) : Optional.empty();
  }

  private static boolean isIn(Path folder, Path file) {
    return DraftedFiles.normal(file).startsWith(DraftedFiles.normal(folder));
  }

  private boolean isActionWithout(Source source) {
    return switch (CatalogLoader.load(List.of(source))) {
      case Loaded.Good<Catalog>(var catalog, var _) ->
          catalog.actions().stream().noneMatch(this::givesSecrets);
      case Loaded.Bad<Catalog> _ -> false;
    };
  }

  private boolean givesSecrets(Action action) {
    var scrubber = secrets.redaction().scrubber(List.of());
    return action.parameters().stream()
        .anyMatch(parameter ->
            Stream.concat(
                    parameter.use().defaultValue().stream(),
                    parameter.constraints().allowed().stream().flatMap(List::stream))
                .map(value -> Value.EMPTY.with(parameter.name(), value))
                .anyMatch(
                    given -> parameter.use().secret() || !scrubber.clean(given).equals(given)));
  }

  /** By the actions in force, and by those on disk, which may have more secrets. */
  private boolean isTestWithout(Source source) {
    return switch (PolicyTests.load(List.of(source))) {
      case Loaded.Good<List<PolicyTest>>(var tests, var _) -> {
        var all = Stream.concat(Stream.of(secrets), onDisk().stream()).toList();
        yield tests.stream()
            .map(PolicyTest::submission)
            .allMatch(asked -> all.stream().allMatch(s -> s.hide(asked).equals(asked.params())));
      }
      case Loaded.Bad<List<PolicyTest>> _ -> false;
    };
  }

  private Optional<Secrets> onDisk() {
    return switch (CatalogLoader.load(paths.registry())) {
      case Loaded.Good<Catalog>(var catalog, var _) ->
          Optional.of(new Secrets(catalog, secrets.redaction()));
      case Loaded.Bad<Catalog> _ -> Optional.empty();
    };
  }

  /** Settings name secrets by where they are, all but the key of 0.16. */
  private boolean isSettingsWithout(Source source) {
    var root = DraftedFiles.normal(paths.settings()).getParent();
    return root != null
        && !source.text().contains(KEY)
        && SettingsReader.read(source, root, new Problems(source.file()))
            .filter(settings -> settings.tokens().sharedKey().isEmpty())
            .isPresent();
  }
}
