/** Finding and replacing in a text, without a screen and without ever taking too long. */
@NullMarked
package dev.agentsafe.editors.finding;

import org.jspecify.annotations.NullMarked;
