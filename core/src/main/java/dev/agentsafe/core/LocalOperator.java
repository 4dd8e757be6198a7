package dev.agentsafe.core;

import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorSigner;
import dev.agentsafe.core.identity.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who sits at this machine.
 *
 * <p>A workspace with a list of operators: the one whose key file is here. A workspace without: the
 * {@code operator} of its settings, else the user of the system with the role {@code operator},
 * with a key of this machine that has no passphrase. Either way votes are signed.
 */
public final class LocalOperator {
  private static final String SUFFIX = ".p12";

  private LocalOperator() {}

  /** Where this machine keeps operators' key files. */
  public static Path folder(Workspace workspace) {
    return workspace.local().resolve("operators");
  }

  /** Where that operator's key file is. */
  public static Path keyFile(Workspace workspace, OperatorId id) {
    return folder(workspace).resolve(id.value() + SUFFIX);
  }

  /**
   * The person who sits here, and the key they sign with.
   *
   * @param as whom to take where several could be meant; absent: whose key file is here alone
   * @throws CoreException where the keys of this machine cannot be read or written
   */
  public static OperatorHand hand(Workspace workspace, Optional<String> as) {
    if (workspace.operators().isEmpty()) {
      return OperatorHand.ready(onlyPerson(workspace), machineKey(workspace, Instant.now()));
    }
    var id = as.or(() -> onlyKeyFile(workspace)).orElseGet(() -> userName(workspace));
    var member = workspace.operators().get().find(new OperatorId(id));
    if (member.isEmpty()) {
      return OperatorHand.without(
          new Operator(new OperatorId(id), id, List.of(), List.of()),
          "`"
              + id
              + "` is no operator of this workspace; `agent-safe operator list` shows who is.");
    }
    var file = keyFile(workspace, member.get().operator().id());
    return Files.isRegularFile(file)
        ? OperatorHand.locked(member.get(), file)
        : OperatorHand.without(
            member.get().operator(),
            "The key file `"
                + file
                + "` of `"
                + id
                + "` is not on this machine; copy it here, or"
                + " make a key with `agent-safe operator rotate "
                + id
                + "`.");
  }

  /** Who may answer questions of that workspace. */
  static Operators roster(Workspace workspace, Instant now) {
    return workspace
        .operators()
        .orElseGet(
            () -> Operators.of(onlyPerson(workspace), machineKey(workspace, now).publicKey()));
  }

  private static Operator onlyPerson(Workspace workspace) {
    return workspace
        .settings()
        .approvals()
        .operator()
        .orElseGet(() -> {
          var user = System.getProperty("user.name", "operator");
          return new Operator(new OperatorId(user), user, List.of("operator"), List.of());
        });
  }

  private static OperatorSigner machineKey(Workspace workspace, Instant now) {
    return OperatorSigner.ofMachine(folder(workspace).resolve("machine"), now);
  }

  private static String userName(Workspace workspace) {
    return onlyPerson(workspace).id().value();
  }

  private static Optional<String> onlyKeyFile(Workspace workspace) {
    if (!Files.isDirectory(folder(workspace))) {
      return Optional.empty();
    }
    try (var files = Files.list(folder(workspace))) {
      var names =
          files
              .map(f -> String.valueOf(f.getFileName()))
              .filter(n -> n.endsWith(SUFFIX))
              .map(n -> n.substring(0, n.length() - SUFFIX.length()))
              .toList();
      return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    } catch (IOException e) {
      throw new CoreException(
          "The folder `" + folder(workspace) + "` cannot be read. Check its permissions.", e);
    }
  }
}
