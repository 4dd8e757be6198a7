/** The executors as a module. */
@NullMarked
package dev.agentsafe.executors;

import org.jspecify.annotations.NullMarked;
