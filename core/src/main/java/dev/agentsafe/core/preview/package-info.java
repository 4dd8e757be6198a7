/** What a draft of the rules does: past decisions decided again, and who may do what when. */
@NullMarked
package dev.agentsafe.core.preview;

import org.jspecify.annotations.NullMarked;
