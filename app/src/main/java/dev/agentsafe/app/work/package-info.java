/** Background work and the way back to the screen; the only room that starts threads. */
@NullMarked
package dev.agentsafe.app.work;

import org.jspecify.annotations.NullMarked;
