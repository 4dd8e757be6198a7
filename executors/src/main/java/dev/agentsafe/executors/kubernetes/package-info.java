/** Acts on Kubernetes and reads it. */
@NullMarked
package dev.agentsafe.executors.kubernetes;

import org.jspecify.annotations.NullMarked;
