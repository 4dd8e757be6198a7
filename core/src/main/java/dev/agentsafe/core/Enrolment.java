package dev.agentsafe.core;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.identity.OperatorKeyFile;
import dev.agentsafe.core.identity.OperatorSigner;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.identity.OperatorsLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes operators' keys and writes them into the list of operators, whose comments and order stay.
 *
 * <p>The list is written only where it then loads and says what was meant.
 */
public final class Enrolment {
  private static final String HEAD =
      """
      # Who may answer questions, and the keys they sign with; docs/approvals.md.
      operators:
      """;

  private final Workspace workspace;
  private final Path list;

  /** Enrols people of that workspace. */
  public Enrolment(Workspace workspace) {
    this.workspace = workspace;
    list =
        workspace
            .settings()
            .approvals()
            .operators()
            .orElseGet(() -> workspace.root().resolve("operators.yaml"));
  }

  /**
   * What was made.
   *
   * @param file the key file, which belongs on that operator's machine alone
   * @param list the list, which belongs to the workspace
   */
  public record Enrolled(OperatorKey key, Path file, Path list) {}

  /** How a key is made and kept. */
  public record Lock(OperatorKey.Kind kind, Supplier<char[]> passphrase) {}

  /**
   * Lists a new operator with a new key.
   *
   * @throws CoreException where that operator is listed already, or something cannot be written
   */
  public Enrolled add(Operator operator, Lock lock, Instant now) {
    if (!OperatorsLoader.ID.matcher(operator.id().value()).matches()) {
      throw new CoreException(
          "`" + operator.id() + "` is no operator id; use up to 64 letters, digits and . _ @ -");
    }
    if (workspace.operators().flatMap(all -> all.find(operator.id())).isPresent()) {
      throw new CoreException(
          "`"
              + operator.id()
              + "` is listed already; `agent-safe operator rotate "
              + operator.id()
              + "` gives them a new key.");
    }
    var signer = OperatorSigner.generate(lock.kind());
    var file = LocalOperator.keyFile(workspace, operator.id());
    var item = item(operator, signer.publicKey());
    var before = Files.exists(list) ? text() : HEAD;
    var after = before + (before.endsWith("\n") ? "" : "\n") + item;
    check(after, all -> all.holder(signer.publicKey().id()).isPresent(), item);
    OperatorKeyFile.write(file, signer, operator.id(), lock.passphrase().get(), now);
    write(after);
    return new Enrolled(signer.publicKey(), file, list);
  }

  /**
   * Gives an operator a new key; the ones before are retired, and their file is put aside.
   *
   * @throws CoreException where that operator is not listed, or something cannot be written
   */
  public Enrolled rotate(OperatorId id, Lock lock, Instant now) {
    var member =
        workspace
            .operators()
            .flatMap(all -> all.find(id))
            .orElseThrow(() ->
                new CoreException(
                    "`" + id + "` is not listed; `agent-safe operator init " + id + "` does it."));
    var signer = OperatorSigner.generate(lock.kind());
    // The first millisecond that is over: what was signed until now stays good.
    var when = now.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    var line = key(signer.publicKey(), Optional.empty());
    var after = replaced(text(), member, line, when);
    check(
        after,
        all ->
            all.find(id)
                .filter(m -> m.key(signer.publicKey().id()).isPresent())
                .filter(m -> m.keys().stream().filter(k -> k.retired().isEmpty()).count() == 1)
                .isPresent(),
        line);
    var file = LocalOperator.keyFile(workspace, id);
    putAside(file, when);
    OperatorKeyFile.write(file, signer, id, lock.passphrase().get(), now);
    write(after);
    return new Enrolled(signer.publicKey(), file, list);
  }

  /** The text with the keys in use retired and the new one before the first of them. */
  private static String replaced(String text, Operators.Member member, String fresh, Instant when) {
    var out = new StringBuilder();
    boolean added = false;
    for (var line : text.split("(?<=\n)", -1)) {
      var old =
          member.keys().stream()
              .filter(k -> k.retired().isEmpty() && line.contains(k.key().text()))
              .findFirst();
      if (old.isEmpty()) {
        out.append(line);
        continue;
      }
      var indent = line.substring(0, line.length() - line.stripLeading().length());
      if (!added) {
        out.append(indent).append(fresh).append('\n');
        added = true;
      }
      out.append(indent).append(key(old.get().key(), Optional.of(when))).append('\n');
    }
    return out.toString();
  }

  private void check(String text, Predicate<Operators> wanted, String byHand) {
    boolean good =
        OperatorsLoader.load(new Source(list.toString(), text))
                instanceof Loaded.Good<Operators>(var all, var warnings)
            && wanted.test(all);
    if (!good) {
      throw new CoreException(
          "`"
              + list
              + "` is written in a way that this command does not change; nothing was written."
              + " Keep each key on a line of its own, as in:\n"
              + byHand);
    }
  }

  private static String item(Operator operator, OperatorKey key) {
    return "  - id: %s\n    name: %s\n    roles: [%s]\n    groups: [%s]\n    keys:\n      %s\n"
        .formatted(
            quoted(operator.id().value()),
            quoted(operator.name()),
            all(operator.roles()),
            all(operator.groups()),
            key(key, Optional.empty()));
  }

  private static String key(OperatorKey key, Optional<Instant> retired) {
    return "- {public: \"%s\"%s}"
        .formatted(key.text(), retired.map(r -> ", retired: \"" + r + "\"").orElse(""));
  }

  private static String all(List<String> names) {
    return String.join(", ", names.stream().map(Enrolment::quoted).toList());
  }

  private static String quoted(String text) {
    return CanonicalJson.text(Value.of(text));
  }

  private static void putAside(Path file, Instant when) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      Files.move(
          file, file.resolveSibling(file.getFileName() + ".retired-" + when.getEpochSecond()));
    } catch (IOException e) {
      throw new CoreException("`" + file + "` cannot be put aside; nothing was changed.", e);
    }
  }

  private String text() {
    try {
      return Files.readString(list);
    } catch (IOException e) {
      throw new CoreException("`" + list + "` cannot be read; nothing was changed.", e);
    }
  }

  private void write(String text) {
    try {
      DurableFile.replace(Disk.real(), list, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CoreException(
          "`" + list + "` cannot be written. The key file is there; add its key by hand.", e);
    }
  }
}
