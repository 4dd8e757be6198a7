/** Action requests: they exist only if action, target and parameters fit together. */
@NullMarked
package dev.agentsafe.core.request;

import org.jspecify.annotations.NullMarked;
