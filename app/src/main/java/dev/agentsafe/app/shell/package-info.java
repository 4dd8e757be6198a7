/** The window's frame: rail, header, palette, status bar, and where screens register. */
@NullMarked
package dev.agentsafe.app.shell;

import org.jspecify.annotations.NullMarked;
