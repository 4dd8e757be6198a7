/** Findings of the linter and of policy tests, written for programs. */
@NullMarked
package dev.agentsafe.app.finding;

import org.jspecify.annotations.NullMarked;
