package dev.agentsafe.editors.code;

/**
 * What stands in the gutter behind the number of a line and is about no problem.
 *
 * @param sign one or a few letters that tell it without colour
 * @param style the style class of the sign
 * @param says what it means, for the tooltip and for screen readers
 */
public record LineMark(String sign, String style, String says) {}
