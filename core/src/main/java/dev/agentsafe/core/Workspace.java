package dev.agentsafe.core;

import dev.agentsafe.core.anchor.AnchorStatus;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rulebook;
import dev.agentsafe.core.ship.ShipStatus;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workspace that loaded as a whole: its settings, actions, targets and rules; immutable.
 *
 * @param file the file of its settings, in the folder that paths are seen from
 * @param others what counts from a start on, settings, actions, inventory and operators: SHA-256
 *     hex of each file that was loaded, by its name as seen from the folder
 * @param policyVersion names the rules: SHA-256 hex over the policy files that loaded
 * @param operators who may answer questions; absent where there is no list, then it is whoever uses
 *     this machine
 */
public record Workspace(
    Path file,
    Settings settings,
    Catalog catalog,
    Inventory inventory,
    Rulebook rules,
    String policyVersion,
    Optional<Operators> operators,
    Map<String, String> others) {
  public Workspace {
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  /** The folder of the settings' file. */
  public Path root() {
    return WorkspaceLoader.rootOf(file);
  }

  /** The rules as they decide. */
  public PolicySet policies() {
    return rules.policies();
  }

  /** The same under other rules. */
  Workspace under(Rulebook next) {
    return new Workspace(
        file, settings, catalog, inventory, next, next.version(), operators, others);
  }

  /** Loads the workspace of that folder, or names every problem with its place. */
  public static Loaded<Workspace> load(Path folder) {
    return loadFile(folder.resolve(WorkspaceLoader.FILE_NAME));
  }

  /** Loads the workspace whose settings are in that file, or names every problem. */
  public static Loaded<Workspace> loadFile(Path settingsFile) {
    return new WorkspaceLoader(settingsFile).load();
  }

  /** The nearest folder from that one upwards that holds a workspace. */
  public static Optional<Path> find(Path from) {
    for (var at = from.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve(WorkspaceLoader.FILE_NAME))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /**
   * How far its shippers and notifiers have come, whichever process ships; reads small files.
   *
   * @param journalSize how many entries are durable
   */
  public List<ShipStatus> shipped(long journalSize) {
    return ShipStatus.all(settings.outside().names(), local(), journalSize);
  }

  /** How far its anchors have come, whichever process anchors; reads small files. */
  public List<AnchorStatus> anchored() {
    return AnchorStatus.all(settings.outside().anchors(), local());
  }

  /** What this machine keeps beside the workspace's files: keys, locks, caches. */
  public Path local() {
    return root().resolve(".agent-safe");
  }
}
