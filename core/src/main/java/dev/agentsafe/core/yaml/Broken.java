package dev.agentsafe.core.yaml;

/**
 * A stretch of a file that is no YAML, passed over to read what is around it.
 *
 * @param span whole lines
 * @param why what is wrong, where it is
 */
public record Broken(Span span, Problem why) {}
