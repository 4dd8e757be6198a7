/** Freeze and pause: who may not act at the moment, since when and why; a fold over the journal. */
@NullMarked
package dev.agentsafe.core.hold;

import org.jspecify.annotations.NullMarked;
