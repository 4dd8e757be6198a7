package dev.agentsafe.core.ship;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How far a shipper has come.
 *
 * @param shipped how many lines have arrived or were passed over
 * @param lag how many durable lines have not
 * @param arrivedAt when something last arrived, ISO 8601; empty: never
 * @param problem what keeps the next lines; empty: nothing
 */
public record ShipStatus(
    String name, long shipped, long lag, Optional<String> arrivedAt, Optional<String> problem) {

  /**
   * Where the shippers of a workspace keep their places.
   *
   * @param local what the machine keeps beside the workspace's files
   */
  public static Path folder(Path local) {
    return local.resolve("ship");
  }

  /** How far each of them has come. */
  public static List<ShipStatus> all(List<String> names, Path local, long journalSize) {
    return names.stream().map(name -> of(name, folder(local), journalSize)).toList();
  }

  /**
   * How far it has come by what is on the disk, whichever process ships.
   *
   * @param folder where cursors are kept
   * @param journalSize how many lines are durable
   */
  public static ShipStatus of(String name, Path folder, long journalSize) {
    var cursor = Cursor.read(Cursor.file(folder, name));
    var shipped = cursor.map(c -> c.place().next()).orElse(0L);
    return new ShipStatus(
        name,
        shipped,
        Math.max(0, journalSize - shipped),
        cursor.flatMap(c -> c.news().arrivedAt()),
        cursor.flatMap(c -> c.news().problem()));
  }
}
