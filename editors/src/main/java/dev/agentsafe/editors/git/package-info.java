/**
 * What Git knows of a workspace's files, and commits of them; runs no program, knows no network.
 */
@NullMarked
package dev.agentsafe.editors.git;

import org.jspecify.annotations.NullMarked;
