/** Puts the screens together into one window. */
@NullMarked
package dev.agentsafe.app.window;

import org.jspecify.annotations.NullMarked;
