/** Small parts that show one value: a risk, a diff, checks, fields. */
@NullMarked
package dev.agentsafe.app.display;

import org.jspecify.annotations.NullMarked;
