/** What can be set, and what is in force. */
@NullMarked
package dev.agentsafe.app.settings;

import org.jspecify.annotations.NullMarked;
