package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Value;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A caller as claims of a token, and back. */
final class CallerClaims {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt _](\\d{2}:\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
              + "(?:([Zz])|([+-])(\\d{2}):?(\\d{2})?)?");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private CallerClaims() {}

  static Caller read(Claims claims) throws Claims.Unfit {
    var id = new AgentId(claims.text("agent_id"));
    var name = claims.textOr("agent_name", "");
    var links = new ArrayList<Caller.Link>();
    for (var link : claims.objects("delegation_chain")) {
      links.add(
          new Caller.Link(
              new AgentId(link.text("agent_id")),
              link.textOr("agent_name", ""),
              grants(link),
              time(link.text("delegated_at"))));
    }
    var delegation =
        new Caller.Delegation(
            links, claims.texts("delegated_roles"), claims.whole("delegation_depth"));
    return new Caller(id, name, grants(claims), delegation);
  }

  static Value.Fields write(Caller caller) {
    var fields = member(caller.id(), caller.name(), caller.grants());
    var delegation = caller.delegation();
    if (delegation.links().isEmpty() && delegation.depth() == 0) {
      return fields;
    }
    List<Value> links =
        delegation.links().stream()
            .<Value>map(l ->
                member(l.id(), l.name(), l.grants())
                    .with("delegated_at", Value.of(l.delegatedAt())))
            .toList();
    return fields
        .with("delegation_chain", new Value.Items(links))
        .with("delegated_roles", Value.texts(delegation.roles()))
        .with("delegation_depth", Value.of(delegation.depth()));
  }

  private static Value.Fields member(AgentId id, String name, Caller.Grants grants) {
    return Value.EMPTY
        .with("agent_id", Value.of(id.value()))
        .with("agent_name", Value.of(name))
        .with("roles", Value.texts(grants.roles()))
        .with("groups", Value.texts(grants.groups()));
  }

  private static Caller.Grants grants(Claims claims) throws Claims.Unfit {
    return new Caller.Grants(claims.texts("roles"), claims.texts("groups"));
  }

  /**
   * A time as 0.16 writes it: seconds always, six digits of fraction or none, {@code Z} for UTC; a
   * time without offset stays one.
   */
  private static String time(String text) throws Claims.Unfit {
    var match = TIME.matcher(text);
    if (!match.matches()) {
      throw notATime();
    }
    try {
      var second = match.group(3) == null ? "00" : match.group(3);
      var local = LocalDateTime.parse(match.group(1) + "T" + match.group(2) + ":" + second);
      var digits = ((match.group(4) == null ? "" : match.group(4)) + "000000").substring(0, 6);
      var fraction = digits.equals("000000") ? "" : "." + digits;
      return SECONDS.format(local) + fraction + offset(match);
    } catch (DateTimeException e) {
      throw notATime();
    }
  }

  private static String offset(java.util.regex.Matcher match) throws Claims.Unfit {
    if (match.group(6) == null) {
      return match.group(5) == null ? "" : "Z";
    }
    var minutes = match.group(8) == null ? "00" : match.group(8);
    var offset = ZoneOffset.of(match.group(6) + match.group(7) + ":" + minutes);
    return offset.equals(ZoneOffset.UTC) ? "Z" : offset.toString();
  }

  private static Claims.Unfit notATime() {
    return new Claims.Unfit("its claim `delegated_at` is not a time");
  }
}
