/** Shows checkpoints to others, keeps their receipts beside the log, and checks those offline. */
@NullMarked
package dev.agentsafe.core.anchor;

import org.jspecify.annotations.NullMarked;
