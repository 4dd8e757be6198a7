/** JSON values, and the one encoding of them behind every digest and signature. */
@NullMarked
package dev.agentsafe.core.canonical;

import org.jspecify.annotations.NullMarked;
