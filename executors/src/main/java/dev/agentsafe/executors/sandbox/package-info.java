/** A small Kubernetes API inside this process, to try things on. */
@NullMarked
package dev.agentsafe.executors.sandbox;

import org.jspecify.annotations.NullMarked;
