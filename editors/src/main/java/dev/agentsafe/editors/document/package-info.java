/** Drafts: the text of a file as it is being edited, and what it came from. */
@NullMarked
package dev.agentsafe.editors.document;

import org.jspecify.annotations.NullMarked;
