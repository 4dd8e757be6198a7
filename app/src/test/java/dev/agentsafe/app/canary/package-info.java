/** Secrets that are sent through everything, to see where they come out. */
@NullMarked
package dev.agentsafe.app.canary;

import org.jspecify.annotations.NullMarked;
