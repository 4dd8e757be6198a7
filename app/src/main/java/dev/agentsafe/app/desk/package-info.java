/** What an operator can do, on the governor of this process or through the gateway that runs. */
@NullMarked
package dev.agentsafe.app.desk;

import org.jspecify.annotations.NullMarked;
