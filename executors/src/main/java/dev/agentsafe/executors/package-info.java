/** What all executors share: their one kind of failure. */
@NullMarked
package dev.agentsafe.executors;

import org.jspecify.annotations.NullMarked;
