package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.request.PythonText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the parameters of one request into the scope of the credentials that it needs; pure.
 *
 * <p>Each <code>{{ params.x }}</code> in a text, at any depth, becomes the parameter's value; names
 * of fields are left alone, and what was filled in is not looked at again.
 */
public final class CredentialTemplate {
  /** Blanks and letters as 0.16 counts them. */
  private static final String BLANK =
      "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";

  private static final Pattern SLOT =
      Pattern.compile("\\{\\{" + BLANK + "params\\.([\\p{L}\\p{N}_]+)" + BLANK + "\\}\\}");

  private final Value.Fields params;
  private final Set<String> missing = new LinkedHashSet<>();

  private final UnaryOperator<String> spelling;

  private CredentialTemplate(Value.Fields params, UnaryOperator<String> spelling) {
    this.params = params;
    this.spelling = spelling;
  }

  /** What came of filling a scope. */
  public sealed interface Filled {
    /** It says exactly which credentials are needed. */
    record Complete(CredentialScope scope) implements Filled {}

    /** Parameters that it names were not given; nothing may be asked for with it. */
    record Missing(List<String> parameters) implements Filled {
      public Missing {
        parameters = List.copyOf(parameters);
      }
    }
  }

  /** Fills a scope with the parameters of a request. */
  public static Filled fill(CredentialScope scope, Value.Fields params) {
    return fill(scope, params, UnaryOperator.identity());
  }

  /**
   * Fills a scope with the parameters of a request.
   *
   * @param spelling how a value is written where characters of it would mean something
   */
  public static Filled fill(
      CredentialScope scope, Value.Fields params, UnaryOperator<String> spelling) {
    var template = new CredentialTemplate(params, spelling);
    var fields = template.fields(scope.fields());
    return template.missing.isEmpty()
        ? new Filled.Complete(new CredentialScope(scope.type(), fields, scope.ttlSeconds()))
        : new Filled.Missing(List.copyOf(template.missing));
  }

  private Value.Fields fields(Value.Fields fields) {
    var filled = LinkedHashMap.<String, Value>newLinkedHashMap(fields.values().size());
    fields.values().forEach((name, value) -> filled.put(name, value(value)));
    return new Value.Fields(filled);
  }

  private Value value(Value value) {
    return switch (value) {
      case Value.Text(var text) -> Value.of(text(text));
      case Value.Items(var items) -> new Value.Items(items.stream().map(this::value).toList());
      case Value.Fields fields -> fields(fields);
      case Value.Null other -> other;
      case Value.Bool other -> other;
      case Value.Int other -> other;
      case Value.Real other -> other;
    };
  }

  private String text(String text) {
    return SLOT.matcher(text)
        .replaceAll(slot -> Matcher.quoteReplacement(parameter(slot.group(1))));
  }

  private String parameter(String name) {
    var value = params.get(name);
    if (value.isEmpty()) {
      missing.add(name);
      return "";
    }
    return spelling.apply(PythonText.str(value.get()));
  }
}
