/** Authoring in the console: the workspace's files, their problems as one types, and saving. */
@NullMarked
package dev.agentsafe.app.policy;

import org.jspecify.annotations.NullMarked;
