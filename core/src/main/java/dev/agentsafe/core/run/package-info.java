/** What became of an execution. */
@NullMarked
package dev.agentsafe.core.run;

import org.jspecify.annotations.NullMarked;
