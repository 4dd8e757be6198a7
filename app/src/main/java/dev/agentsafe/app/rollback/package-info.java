/** Undoing a run. */
@NullMarked
package dev.agentsafe.app.rollback;

import org.jspecify.annotations.NullMarked;
