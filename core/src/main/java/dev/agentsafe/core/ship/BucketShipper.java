package dev.agentsafe.core.ship;

/**
 * Puts each parcel as an object of JSON lines, named by its positions; the objects in the order of
 * their names are the journal.
 */
final class BucketShipper implements Shipper {
  private final ShipperSettings.Bucket settings;
  private final ObjectStore store;

  BucketShipper(ShipperSettings.Bucket settings, ObjectStore store) {
    this.settings = settings;
    this.store = store;
  }

  @Override
  public Delivery deliver(Parcel parcel) {
    var hash = parcel.lines().getLast().entry().chain().entryHash();
    var name =
        "%s%012d-%012d-%s.jsonl"
            .formatted(settings.prefix(), parcel.first(), parcel.last(), hash.substring(0, 16));
    return store
        .put(name, FolderShipper.bytes(parcel))
        .<Delivery>map(Delivery.Failed::new)
        .orElseGet(Delivery.Arrived::new);
  }

  @Override
  public void close() {
    store.close();
  }
}
