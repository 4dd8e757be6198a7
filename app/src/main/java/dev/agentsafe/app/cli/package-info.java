/** The command line. */
@NullMarked
package dev.agentsafe.app.cli;

import org.jspecify.annotations.NullMarked;
