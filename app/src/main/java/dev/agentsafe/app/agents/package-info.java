/** The agents: what they did, how much of their limits they used, and the means to stop one. */
@NullMarked
package dev.agentsafe.app.agents;

import org.jspecify.annotations.NullMarked;
