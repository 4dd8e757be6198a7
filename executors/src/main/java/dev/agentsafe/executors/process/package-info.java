/** The operator's own kubectl as a child process: it logs in and connects, and nothing else. */
@NullMarked
package dev.agentsafe.executors.process;

import org.jspecify.annotations.NullMarked;
