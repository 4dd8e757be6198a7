/** The Kubernetes executor against a sandbox, and against wires that break. */
@NullMarked
package dev.agentsafe.executors.kubernetes;

import org.jspecify.annotations.NullMarked;
