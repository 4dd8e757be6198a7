/** The language server: what the editors of the console know, for other editors. */
@NullMarked
package dev.agentsafe.app.lsp;

import org.jspecify.annotations.NullMarked;
