/** Located YAML: every value knows its line and column. */
@NullMarked
package dev.agentsafe.core.yaml;

import org.jspecify.annotations.NullMarked;
