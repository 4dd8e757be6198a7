package dev.agentsafe.executors.kubernetes;

import java.util.Optional;
import java.util.regex.Pattern;

/** What Kubernetes takes as a name, so that no value can leave its place in a path. */
enum Grammar {
  /** RFC 1123 label, as namespaces are named. */
  LABEL(
      63,
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      "lower-case letters, digits and `-`, at most 63, beginning and ending with a letter or"
          + " digit"),
  /** RFC 1123 subdomain, as most objects are named. */
  SUBDOMAIN(
      253,
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
      "lower-case letters, digits, `-` and `.`, at most 253, beginning and ending with a letter or"
          + " digit"),
  /** A key of a config map. */
  DATA_KEY(
      253, "(?!\\.\\.)(?!\\.$)[-._a-zA-Z0-9]+", "letters, digits, `-`, `_` and `.`, at most 253"),
  /** The name of a label, with or without a domain before it. */
  LABEL_KEY(
      317,
      "([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
          + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
      "letters, digits, `-`, `_` and `.`, at most 63, after a domain and `/` if it has one"),
  /** The value of a label. */
  LABEL_VALUE(
      63,
      "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
      "letters, digits, `-`, `_` and `.`, at most 63, beginning and ending with a letter or digit"),
  /** A reference to an image: repository, then a tag, a digest or both. */
  IMAGE(
      512,
      "([a-zA-Z0-9.-]+(:[0-9]{1,5})?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*"
          + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?",
      "a repository with a tag or a digest, such as `registry.example/shop/web:1.4.2`");

  private final int longest;
  private final Pattern pattern;
  private final String words;

  Grammar(int longest, String pattern, String words) {
    this.longest = longest;
    this.pattern = Pattern.compile(pattern);
    this.words = words;
  }

  /** What it takes, for people. */
  String words() {
    return words;
  }

  boolean takes(String value) {
    return value.length() <= longest && pattern.matcher(value).matches();
  }

  /** Why that parameter cannot be used; empty: it can. */
  Optional<String> objection(String parameter, String value) {
    return takes(value)
        ? Optional.empty()
        : Optional.of(
            "Parameter `" + parameter + "`: `" + value + "` is not allowed; use " + words + ".");
  }
}
