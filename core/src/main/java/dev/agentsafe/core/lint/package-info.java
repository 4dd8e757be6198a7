/** Problems in workspaces, and policy tests. */
@NullMarked
package dev.agentsafe.core.lint;

import org.jspecify.annotations.NullMarked;
