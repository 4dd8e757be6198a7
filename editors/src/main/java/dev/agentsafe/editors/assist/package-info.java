/** Help while one writes: completion, hover, quick fixes, outline, references, renaming. */
@NullMarked
package dev.agentsafe.editors.assist;

import org.jspecify.annotations.NullMarked;
