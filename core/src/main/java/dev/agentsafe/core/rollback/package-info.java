/** Turns a recorded run into the request that undoes it, or says why not. */
@NullMarked
package dev.agentsafe.core.rollback;

import org.jspecify.annotations.NullMarked;
