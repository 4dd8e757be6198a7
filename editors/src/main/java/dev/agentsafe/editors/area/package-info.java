/** An area that shows a text by its lines and has caret, selection, keys, mouse and voice. */
@NullMarked
package dev.agentsafe.editors.area;

import org.jspecify.annotations.NullMarked;
