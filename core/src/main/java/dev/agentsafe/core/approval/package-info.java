/** Approval requests, votes and quorum. */
@NullMarked
package dev.agentsafe.core.approval;

import org.jspecify.annotations.NullMarked;
