package dev.agentsafe.app.cli;

import dev.agentsafe.core.yaml.Problem.Severity;
import picocli.CommandLine.ITypeConverter;

/** Reads a severity as people write it: {@code error}, {@code warning}, {@code hint}. */
final class SeverityWords implements ITypeConverter<Severity> {
  @Override
  public Severity convert(String value) {
    return Format.oneOf(Severity.values(), value);
  }
}
