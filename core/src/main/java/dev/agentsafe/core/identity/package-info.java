/** Who asks: callers, operators, delegation chains, and the tokens that prove them. */
@NullMarked
package dev.agentsafe.core.identity;

import org.jspecify.annotations.NullMarked;
