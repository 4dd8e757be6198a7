/** Rate limits, circuit breaker and cumulative risk. */
@NullMarked
package dev.agentsafe.core.limit;

import org.jspecify.annotations.NullMarked;
