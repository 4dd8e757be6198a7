package dev.agentsafe.core.request;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;

/** Turns submissions into requests, or says why they do not fit; immutable and thread-safe. */
public final class RequestParser {
  private final Catalog catalog;
  private final Inventory inventory;

  /** A parser for the actions and targets of one workspace. */
  public RequestParser(Catalog catalog, Inventory inventory) {
    this.catalog = catalog;
    this.inventory = inventory;
  }

  /** Checks action, parameters, target, target type and binding, in this order. */
  public Parsed parse(Submission submission) {
    throw new UnsupportedOperationException(
        "parse " + submission + catalog.actions() + inventory.targets());
  }
}
