/** Pure decisions: allow, deny, or a person must approve. */
@NullMarked
package dev.agentsafe.core.policy;

import org.jspecify.annotations.NullMarked;
