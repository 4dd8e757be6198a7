package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.credential.CredentialScopes;
import dev.agentsafe.core.credential.CredentialTemplate;
import dev.agentsafe.core.credential.CredentialTemplate.Filled;
import dev.agentsafe.core.ticket.Ticket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Credential scopes, filled with parameters; what lacks one is refused. */
final class TemplatesSuite implements Suite {
  private static final String BLANK = "[\\p{javaWhitespace}\\x85\\xa0\\u2007\\u202f]*";

  /** A slot of 0.16; one that is left over was not filled. */
  private static final Pattern SLOT =
      Pattern.compile("\\{\\{" + BLANK + "params\\.([\\p{L}\\p{N}_]+)" + BLANK + "\\}\\}");

  private final Map<Path, Catalog> catalogs = new HashMap<>();

  @Override
  public String name() {
    return "templates";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var c : Cases.of(dir.resolve("scopes.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> filled(c));
    }
    for (var c : Cases.of(dir.resolve("resolver.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> entitled(dir, c));
    }
    return tally;
  }

  private static String filled(Value.Fields c) {
    var given = Cases.fields(c, "scope");
    var params = Cases.fields(c, "params");
    return switch (CredentialTemplate.fill(scope(given), params)) {
      case Filled.Complete(var got) -> {
        var want = scope(Cases.fields(c, "expected"));
        yield got.equals(want) ? "" : got + " instead of " + want;
      }
      case Filled.Missing(var names) ->
          lacks(given.get("fields").orElse(Value.NULL), params)
              ? ""
              : "refused for want of " + names;
    };
  }

  private static CredentialScope scope(Value.Fields of) {
    return new CredentialScope(
        Cases.text(of, "type"),
        Cases.fields(of, "fields"),
        of.get("ttl").isPresent() ? Cases.whole(of, "ttl") : 300);
  }

  /** Whether some slot below names a parameter that is not given. */
  private static boolean lacks(Value value, Value.Fields params) {
    return switch (value) {
      case Value.Text(var text) ->
          SLOT.matcher(text).results().anyMatch(m -> params.get(m.group(1)).isEmpty());
      case Value.Items(var items) -> items.stream().anyMatch(v -> lacks(v, params));
      case Value.Fields f -> f.values().values().stream().anyMatch(v -> lacks(v, params));
      case Value.Null _, Value.Bool _, Value.Int _, Value.Real _ -> false;
    };
  }

  private String entitled(Path dir, Value.Fields c) {
    var ticket = Cases.fields(c, "ticket");
    var params = Cases.fields(ticket, "params");
    var expected = Cases.fields(c, "expected");
    var catalog =
        catalogs.computeIfAbsent(
            dir.resolve(Cases.text(c, "registry")).normalize(),
            f -> RollbackSuite.good(CatalogLoader.load(f)));
    var entitled =
        new CredentialScopes(catalog)
            .of(
                new Ticket.Claims(
                    Cases.text(ticket, "action"),
                    Cases.text(ticket, "target"),
                    Cases.text(ticket, "caller"),
                    params,
                    "evt-000000000000"));
    return switch (entitled) {
      case CredentialScopes.Entitled.To(var scope) -> {
        var want =
            Cases.flag(expected, "vault_called")
                ? Optional.of(scope(Cases.fields(expected, "scope")))
                : Optional.empty();
        yield want.equals(Optional.of(scope)) ? "" : scope + " instead of " + want;
      }
      case CredentialScopes.Entitled.Not(var why) ->
          !Cases.flag(expected, "vault_called")
                  || lacks(Cases.value(Cases.fields(expected, "scope"), "fields"), params)
              ? ""
              : "refused: " + why;
    };
  }
}
