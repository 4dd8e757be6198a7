/** Answers what would change and changes nothing. */
@NullMarked
package dev.agentsafe.executors.rehearsal;

import org.jspecify.annotations.NullMarked;
