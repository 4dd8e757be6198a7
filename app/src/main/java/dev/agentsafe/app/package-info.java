/** Where the program begins and its services are assembled. */
@NullMarked
package dev.agentsafe.app;

import org.jspecify.annotations.NullMarked;
