package dev.agentsafe.core;

import java.util.Optional;

/**
 * What a submission belongs to.
 *
 * @param correlation the id that its entries share with others: a plan's, or the decision undone
 * @param rollbackOf the decision it undoes
 */
record Origin(Optional<String> correlation, Optional<String> rollbackOf) {
  static final Origin NONE = new Origin(Optional.empty(), Optional.empty());

  static Origin rollbackOf(String auditId) {
    return new Origin(Optional.of(auditId), Optional.of(auditId));
  }
}
