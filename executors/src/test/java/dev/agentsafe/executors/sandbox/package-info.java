/** The sandbox's controllers, as anybody at its API sees them. */
@NullMarked
package dev.agentsafe.executors.sandbox;

import org.jspecify.annotations.NullMarked;
