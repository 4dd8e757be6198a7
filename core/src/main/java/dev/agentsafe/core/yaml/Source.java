package dev.agentsafe.core.yaml;

/**
 * A YAML text and the name people know it by; it need not be on disk.
 *
 * @param file shown in problems
 */
public record Source(String file, String text) {}
