/** Tells people what they should know of, wherever they are. */
@NullMarked
package dev.agentsafe.app.notify;

import org.jspecify.annotations.NullMarked;
