package dev.agentsafe.core.state;

/**
 * What a precheck found.
 *
 * @param advisory one that fails does not stop the run
 */
public record PrecheckResult(String name, boolean passed, String message, boolean advisory) {}
