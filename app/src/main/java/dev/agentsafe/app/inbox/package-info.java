/** Questions that wait for a person. */
@NullMarked
package dev.agentsafe.app.inbox;

import org.jspecify.annotations.NullMarked;
