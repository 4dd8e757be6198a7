/** Stylesheets, fonts and icons, light and dark. */
@NullMarked
package dev.agentsafe.app.theme;

import org.jspecify.annotations.NullMarked;
