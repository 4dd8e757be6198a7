/** Drives every screen and keeps a picture of each. */
@NullMarked
package dev.agentsafe.app.tour;

import org.jspecify.annotations.NullMarked;
