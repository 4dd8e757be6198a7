package dev.agentsafe.app.canary;

import dev.agentsafe.core.canonical.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A secret and how it goes in.
 *
 * @param bare what must be found nowhere
 * @param key what stands in the secret parameter
 * @param note what stands in a parameter that nobody declared secret
 * @param said how the world says it, in states, outputs, errors, prechecks and progress
 */
record Canary(Door door, String bare, String key, String note, Value said) {
  private static final String NOTHING = "none";

  /** Ways in. */
  enum Door {
    PARAMETER,
    NUMBER,
    SECRET_DATA,
    ENVIRONMENT,
    PRIVATE_KEY,
    WEB_TOKEN,
    CLOUD_KEY,
    FORGE_TOKEN,
    ASSIGNMENT,
    URL,
    HEADER,
    KUBECONFIG,
    CREDENTIAL,
    IDENTITY_TOKEN,
    COMMAND_LINE,
    FOREIGN_ANSWER
  }

  /** So many of them, as many by each door. */
  static List<Canary> flock(int count, Random random) {
    var all = new ArrayList<Canary>();
    var doors = Door.values();
    for (var i = 0; i < count; i++) {
      all.add(of(doors[i % doors.length], random));
    }
    return all;
  }

  /** Letters and digits that stand nowhere else. */
  static String word(int length, Random random) {
    var letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    var word = new StringBuilder();
    for (var i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static Canary of(Door door, Random random) {
    var bare = word(24, random);
    return switch (door) {
      case PARAMETER, COMMAND_LINE ->
          new Canary(door, bare, bare, NOTHING, Value.of("the key is " + bare + " now"));
      case NUMBER -> {
        var number = 1_000_000_000_000L + random.nextInt(1_000_000_000);
        yield new Canary(door, "" + number, "" + number, NOTHING, Value.of(number));
      }
      case SECRET_DATA ->
          new Canary(
              door,
              bare,
              "x",
              NOTHING,
              Value.EMPTY
                  .with("kind", Value.of("Secret"))
                  .with("data", Value.EMPTY.with("a", Value.of(base64(bare)))));
      case ENVIRONMENT ->
          new Canary(
              door,
              bare,
              "x",
              NOTHING,
              Value.EMPTY.with(
                  "env",
                  new Value.Items(
                      List.of(
                          Value.EMPTY
                              .with("name", Value.of("MODE"))
                              .with("value", Value.of(bare))))));
      case PRIVATE_KEY ->
          shaped(
              door, bare, "-----BEGIN PRIVATE KEY-----\n" + bare + "\n-----END PRIVATE KEY-----");
      case WEB_TOKEN ->
          shaped(door, bare, "eyJhbGciOiJFUzI1NiJ9.eyJ4" + bare + "." + word(40, random));
      case CLOUD_KEY -> {
        var id = "AKIA" + word(16, random).toUpperCase(Locale.ROOT);
        yield shaped(door, id, id);
      }
      case FORGE_TOKEN -> {
        var token = "ghp_" + word(36, random);
        yield shaped(door, token, token);
      }
      case ASSIGNMENT -> shaped(door, bare, "password=" + bare);
      case URL -> shaped(door, bare, "postgres://app:" + bare + "@db.example/shop");
      case HEADER -> shaped(door, bare, "Authorization: Bearer " + bare);
      case KUBECONFIG -> shaped(door, bare, kubeconfig(bare));
      // Nobody can know the shape of these: what holds them must not say them.
      case CREDENTIAL, IDENTITY_TOKEN, FOREIGN_ANSWER ->
          new Canary(door, bare, "x", NOTHING, Value.of("harmless"));
    };
  }

  private static Canary shaped(Door door, String bare, String text) {
    return new Canary(door, bare, "x", "see " + text, Value.of("it is " + text + " there"));
  }

  private static String kubeconfig(String bare) {
    return """

    users:
    - name: admin
      user:
        client-key-data: %s
        token: %s
        password: %s
    """
        .formatted(base64(bare + "-key"), bare, bare);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How a text that holds it may show it: as it is, or as base64. */
  List<String> shapes() {
    var encoded = base64(bare);
    // Without its last group, so that what stands behind it does not matter.
    return List.of(bare, encoded.substring(0, encoded.length() - 4));
  }
}
