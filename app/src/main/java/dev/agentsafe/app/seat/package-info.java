/** What the operator at this console sees and may do, as values that screens can show. */
@NullMarked
package dev.agentsafe.app.seat;

import org.jspecify.annotations.NullMarked;
