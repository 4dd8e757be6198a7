package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one place in Vault.
 *
 * <p>What Vault makes for one use is given back when the execution is over.
 */
record VaultSource(VaultApi api, Place place) implements CredentialSource {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /**
   * Where, and what of it.
   *
   * @param path may hold <code>{{ params.x }}</code>; each stays within its segment
   * @param fields what the executor asks for, to the name that it has in Vault
   */
  record Place(boolean dynamic, String mount, String path, Map<String, String> fields) {}

  @Override
  public Obtained obtain(Wanted wanted) {
    return switch (path(wanted.params())) {
      case Path.Good(var path) -> read(path, wanted);
      case Path.Bad(var why) -> new Obtained.Refused(why);
    };
  }

  private Obtained read(String path, Wanted wanted) {
    var target =
        place.dynamic()
            ? "/v1/" + place.mount() + "/creds/" + path
            : "/v1/" + place.mount() + "/data/" + path;
    return switch (api.read(target)) {
      case VaultApi.Said.Failed(var why) -> new Obtained.Refused(why);
      case VaultApi.Said.Good(var body) ->
          place.dynamic() ? leased(body, wanted) : kept(body, wanted);
    };
  }

  private Obtained kept(Value.Fields body, Wanted wanted) {
    return fields(body, "data")
        .flatMap(data -> fields(data, "data"))
        .map(data -> credential(data, wanted, Optional.empty()))
        .orElseGet(() -> new Obtained.Refused("what Vault answers is no KV version 2 secret"));
  }

  private Obtained leased(Value.Fields body, Wanted wanted) {
    var lease = body.text("lease_id").filter(id -> !id.isEmpty());
    var data = fields(body, "data");
    if (lease.isEmpty() || data.isEmpty()) {
      return new Obtained.Refused("what Vault answers is no leased secret");
    }
    var obtained = credential(data.get(), wanted, lease);
    if (obtained instanceof Obtained.Refused(var why)) {
      // It was made and cannot be used: it goes back at once.
      var problem = api.revoke(lease.get());
      return new Obtained.Refused(why + problem.map(p -> "; " + p).orElse(""));
    }
    return obtained;
  }

  private Obtained credential(Value.Fields data, Wanted wanted, Optional<String> lease) {
    var values = new LinkedHashMap<String, String>();
    for (var field : place.fields().entrySet()) {
      var value = data.text(field.getValue()).filter(v -> !v.isEmpty());
      if (value.isEmpty()) {
        return new Obtained.Refused(
            "the secret in Vault has no text `"
                + field.getValue()
                + "` for `"
                + field.getKey()
                + "`");
      }
      values.put(field.getKey(), value.get());
    }
    return new Obtained.Good(
        new Credential(
            wanted.scope().type(),
            new Secret(values),
            lease.map(id -> wanted.now().plus(Duration.ofSeconds(wanted.scope().ttlSeconds()))),
            lease
                .<Credential.Revocation>map(id -> () -> api.revoke(id))
                .orElse(Credential.Revocation.none())));
  }

  private static Optional<Value.Fields> fields(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Fields fields
        ? Optional.of(fields)
        : Optional.empty();
  }

  /** A path in Vault, filled. */
  private sealed interface Path {
    record Good(String path) implements Path {}

    record Bad(String why) implements Path {}
  }

  private Path path(Value.Fields params) {
    var scope = new CredentialScope("path", Value.EMPTY.with("path", Value.of(place.path())), 1);
    return switch (CredentialTemplate.fill(scope, params)) {
      case CredentialTemplate.Filled.Missing(var names) ->
          new Path.Bad(
              "the path in Vault needs the parameters `"
                  + String.join("`, `", names)
                  + "`, which the request does not have");
      case CredentialTemplate.Filled.Complete(var filled) ->
          within(filled.fields().text("path").orElse(""));
    };
  }

  /** As many segments as the settings say, so that no parameter leads elsewhere. */
  private Path within(String path) {
    var segments = path.split("/", -1);
    var expected = place.path().split("/", -1).length;
    for (var segment : segments) {
      if (segments.length != expected
          || !SEGMENT.matcher(segment).matches()
          || segment.chars().allMatch(c -> c == '.')) {
        return new Path.Bad("a parameter makes the path in Vault lead elsewhere");
      }
    }
    return new Path.Good(path);
  }
}
