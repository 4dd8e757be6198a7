/** Credentials for one execution: who asks for which, where they come from, how they end. */
@NullMarked
package dev.agentsafe.core.credential;

import org.jspecify.annotations.NullMarked;
