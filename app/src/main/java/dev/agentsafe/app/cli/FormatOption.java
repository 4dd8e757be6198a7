package dev.agentsafe.app.cli;

import picocli.CommandLine.Option;

/** The options that choose how findings are written. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Words.class,
      description = "How findings are written: text, json, sarif or junit. Default: text.")
  private Format format = Format.TEXT;

  @Option(names = "--json-output", description = "The same as --format json.")
  private boolean json;

  /** What was chosen. */
  Format chosen() {
    return json ? Format.JSON : format;
  }
}
