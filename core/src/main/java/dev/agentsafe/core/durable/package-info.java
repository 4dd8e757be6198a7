/** Atomic, durable writes and lock files. */
@NullMarked
package dev.agentsafe.core.durable;

import org.jspecify.annotations.NullMarked;
