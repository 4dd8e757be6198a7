/** What may stand where in a file: the JSON Schemas as editors ask them. */
@NullMarked
package dev.agentsafe.editors.schema;

import org.jspecify.annotations.NullMarked;
