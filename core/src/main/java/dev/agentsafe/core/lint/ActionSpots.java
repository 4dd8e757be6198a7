package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;

/** Notes what is found in the file of one action. */
record ActionSpots(String file, Node root, Findings findings) {

  /** The value of that key. */
  Node key(String key) {
    return Spot.key(root, key);
  }

  void note(Node at, Code code, String message) {
    findings.add(new Location(file, at.line(), at.column()), code, message);
  }
}
