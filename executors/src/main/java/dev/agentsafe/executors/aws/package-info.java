/** What speaks with AWS. */
@NullMarked
package dev.agentsafe.executors.aws;

import org.jspecify.annotations.NullMarked;
