/** Signed single-use tickets: issue, verify, spend. */
@NullMarked
package dev.agentsafe.core.ticket;

import org.jspecify.annotations.NullMarked;
