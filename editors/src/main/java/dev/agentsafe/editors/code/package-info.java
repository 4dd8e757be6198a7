/** The code area: text with colours, marks in the gutter, squiggles under problems. */
@NullMarked
package dev.agentsafe.editors.code;

import org.jspecify.annotations.NullMarked;
