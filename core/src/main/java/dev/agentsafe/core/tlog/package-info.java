/** The transparency log's own formats: Merkle tree, tiles, signed notes, checkpoints, proofs. */
@NullMarked
package dev.agentsafe.core.tlog;

import org.jspecify.annotations.NullMarked;
