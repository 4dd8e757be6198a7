/** Carries the journal's lines to other systems: at least once, in order, never in the way. */
@NullMarked
package dev.agentsafe.core.ship;

import org.jspecify.annotations.NullMarked;
