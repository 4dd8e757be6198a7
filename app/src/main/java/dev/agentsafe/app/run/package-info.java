/** Executions with their state before and after. */
@NullMarked
package dev.agentsafe.app.run;

import org.jspecify.annotations.NullMarked;
