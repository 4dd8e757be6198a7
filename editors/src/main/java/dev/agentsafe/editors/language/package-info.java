/** What the YAML means here, without any JavaFX. */
@NullMarked
package dev.agentsafe.editors.language;

import org.jspecify.annotations.NullMarked;
