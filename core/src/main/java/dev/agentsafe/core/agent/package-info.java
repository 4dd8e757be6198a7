/** What agents do: when each was seen and what it was answered; a fold over the journal. */
@NullMarked
package dev.agentsafe.core.agent;

import org.jspecify.annotations.NullMarked;
