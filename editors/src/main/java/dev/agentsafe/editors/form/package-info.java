/**
 * A document as fields: what they hold is read from the text, and changes of them are edits of it.
 */
@NullMarked
package dev.agentsafe.editors.form;

import org.jspecify.annotations.NullMarked;
