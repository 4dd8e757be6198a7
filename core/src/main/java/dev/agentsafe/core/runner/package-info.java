/** Executes permitted orders through executors. */
@NullMarked
package dev.agentsafe.core.runner;

import org.jspecify.annotations.NullMarked;
