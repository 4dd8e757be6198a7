/** Outgoing HTTP that reaches what the workspace names, and nothing else. */
@NullMarked
package dev.agentsafe.core.egress;

import org.jspecify.annotations.NullMarked;
