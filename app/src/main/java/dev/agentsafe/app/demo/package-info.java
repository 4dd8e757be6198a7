/** The demonstration: a cluster of its own and an agent that asks for things. */
@NullMarked
package dev.agentsafe.app.demo;

import org.jspecify.annotations.NullMarked;
