/** The single writer of the hash chain. */
@NullMarked
package dev.agentsafe.core.journal;

import org.jspecify.annotations.NullMarked;
