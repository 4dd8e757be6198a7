/** Reading and checking the record; nothing here writes. */
@NullMarked
package dev.agentsafe.core.audit;

import org.jspecify.annotations.NullMarked;
