/** What the language says of a workspace's files while somebody edits them in the window. */
@NullMarked
package dev.agentsafe.app.language;

import org.jspecify.annotations.NullMarked;
