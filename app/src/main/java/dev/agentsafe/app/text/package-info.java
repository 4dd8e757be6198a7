/** The words on the screen, and texts of others made safe to show. */
@NullMarked
package dev.agentsafe.app.text;

import org.jspecify.annotations.NullMarked;
