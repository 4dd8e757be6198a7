/** The governor joins the rooms of the core; nothing else does. */
@NullMarked
package dev.agentsafe.core;

import org.jspecify.annotations.NullMarked;
