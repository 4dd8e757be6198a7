/** What can be asked for and on what: actions, targets, risk. */
@NullMarked
package dev.agentsafe.core.catalog;

import org.jspecify.annotations.NullMarked;
