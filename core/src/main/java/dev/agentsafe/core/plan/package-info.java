/**
 * Plans: steps that belong together, in the order of what they depend on; a fold over the journal.
 */
@NullMarked
package dev.agentsafe.core.plan;

import org.jspecify.annotations.NullMarked;
