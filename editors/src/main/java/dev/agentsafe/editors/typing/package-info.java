/** What keys do to a text and its selection, without a screen: plain functions and a history. */
@NullMarked
package dev.agentsafe.editors.typing;

import org.jspecify.annotations.NullMarked;
