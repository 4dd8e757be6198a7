/**
 * The JSON forms that the gateway answers and the command line prints, and how the two find each
 * other.
 */
@NullMarked
package dev.agentsafe.app.wire;

import org.jspecify.annotations.NullMarked;
