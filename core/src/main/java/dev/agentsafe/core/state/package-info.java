/** What an object looked like before and after: snapshots, diffs, drift. */
@NullMarked
package dev.agentsafe.core.state;

import org.jspecify.annotations.NullMarked;
