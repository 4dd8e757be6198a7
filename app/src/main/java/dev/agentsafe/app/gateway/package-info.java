/** HTTP for agents, and for the operator's commands of the same machine. */
@NullMarked
package dev.agentsafe.app.gateway;

import org.jspecify.annotations.NullMarked;
