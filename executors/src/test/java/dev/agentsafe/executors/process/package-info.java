@NullMarked
package dev.agentsafe.executors.process;

import org.jspecify.annotations.NullMarked;
