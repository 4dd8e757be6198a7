package dev.agentsafe.core.yaml;

/**
 * A comment of a file, from its {@code #} to the end of the line.
 *
 * @param alone whether nothing else stands in its line
 */
public record Comment(Span span, String text, boolean alone) {}
