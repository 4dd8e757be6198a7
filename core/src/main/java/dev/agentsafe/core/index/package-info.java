/** The rebuildable read model over the journal. */
@NullMarked
package dev.agentsafe.core.index;

import org.jspecify.annotations.NullMarked;
