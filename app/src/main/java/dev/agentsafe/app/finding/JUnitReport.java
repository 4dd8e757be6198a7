package dev.agentsafe.app.finding;

import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.yaml.Problem;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Findings as JUnit XML, which CI systems show as test results; immutable.
 *
 * <p>A file is a suite. A policy test is a case; a problem is a case that failed, or passed and
 * says something where it is not bad enough to fail.
 */
public final class JUnitReport {
  private final String name;
  private final Map<String, List<Case>> suites = new LinkedHashMap<>();
  private final UnaryOperator<String> safe;

  private JUnitReport(String name, UnaryOperator<String> safe) {
    this.name = name;
    this.safe = safe;
  }

  private record Case(String name, String type, String message, String details, boolean failed) {}

  /**
   * What a validation found.
   *
   * @param failing the least severity that fails
   * @param safe takes out of a text what must not be in a report
   */
  public static String of(
      List<Problem> problems, Problem.Severity failing, Place place, UnaryOperator<String> safe) {
    var report = new JUnitReport("agent-safe validate", safe);
    for (var problem : problems) {
      var at = problem.location();
      report.add(
          place.file(at),
          new Case(
              problem.code() + " at " + at.line() + ":" + at.column(),
              problem.code(),
              problem.message(),
              problem.toString(),
              problem.severity().compareTo(failing) <= 0));
    }
    if (problems.isEmpty()) {
      report.add("workspace", new Case("no problems", "", "", "", false));
    }
    return report.xml();
  }

  /** What a run of policy tests found. */
  public static String ofTests(
      List<PolicyTest.Result> results, Place place, UnaryOperator<String> safe) {
    var report = new JUnitReport("agent-safe test", safe);
    for (var result : results) {
      var test = result.test();
      report.add(
          place.file(test.origin()),
          new Case(
              test.name(),
              "policy-test",
              result.failure().orElse(""),
              result.failure().map(why -> test.origin() + ": " + why + "\n").orElse("")
                  + result.reason(),
              !result.passed()));
    }
    return report.xml();
  }

  private void add(String suite, Case each) {
    suites.computeIfAbsent(suite, s -> new ArrayList<>()).add(each);
  }

  private String xml() {
    var text = new StringWriter();
    try {
      var out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      out.writeStartDocument("UTF-8", "1.0");
      out.writeCharacters("\n");
      out.writeStartElement("testsuites");
      counts(out, name, suites.values().stream().flatMap(List::stream).toList());
      for (var suite : suites.entrySet()) {
        suite(out, suite.getKey(), suite.getValue());
      }
      out.writeCharacters("\n");
      out.writeEndElement();
      out.writeEndDocument();
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory takes what is written to it", e);
    }
    return text.toString();
  }

  private void suite(XMLStreamWriter out, String file, List<Case> cases) throws XMLStreamException {
    out.writeCharacters("\n  ");
    out.writeStartElement("testsuite");
    counts(out, file, cases);
    for (var each : cases) {
      out.writeCharacters("\n    ");
      out.writeStartElement("testcase");
      attribute(out, "name", each.name());
      attribute(out, "classname", file);
      attribute(out, "file", file);
      attribute(out, "time", "0");
      outcome(out, each);
      out.writeEndElement();
    }
    out.writeCharacters("\n  ");
    out.writeEndElement();
  }

  private void outcome(XMLStreamWriter out, Case each) throws XMLStreamException {
    if (each.failed()) {
      out.writeStartElement("failure");
      attribute(out, "message", each.message());
      attribute(out, "type", each.type());
    } else if (each.details().isEmpty()) {
      return;
    } else {
      out.writeStartElement("system-out");
    }
    out.writeCharacters(safe.apply(each.details()));
    out.writeEndElement();
  }

  private void counts(XMLStreamWriter out, String what, List<Case> cases)
      throws XMLStreamException {
    attribute(out, "name", what);
    attribute(out, "tests", String.valueOf(cases.size()));
    attribute(out, "failures", String.valueOf(cases.stream().filter(Case::failed).count()));
    attribute(out, "errors", "0");
    attribute(out, "skipped", "0");
    attribute(out, "time", "0");
  }

  private void attribute(XMLStreamWriter out, String key, String value) throws XMLStreamException {
    out.writeAttribute(key, safe.apply(value));
  }
}
