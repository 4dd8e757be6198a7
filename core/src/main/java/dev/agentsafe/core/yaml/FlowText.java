package dev.agentsafe.core.yaml;

/** Sets the spaces inside of brackets; stateless. */
final class FlowText {
  private static final int LONGEST = 4_000;

  private FlowText() {}

  /** A value that begins with a bracket, and its comment; anything else is left as it is. */
  static String tidy(String value) {
    if (value.isEmpty() || value.length() > LONGEST || "[{".indexOf(value.charAt(0)) < 0) {
      return value;
    }
    var tidy = new StringBuilder();
    int depth = 0;
    int at = 0;
    while (at < value.length()) {
      char c = value.charAt(at);
      if (depth == 0 && at > 0) {
        return tidy + value.substring(at);
      }
      if (c == '#' && Rest.isBlank(value.charAt(at - 1))) {
        return value;
      }
      if ((c == '"' || c == '\'') && opens(tidy)) {
        int end = Rest.closing(value, at);
        if (end < 0) {
          return value;
        }
        tidy.append(value, at, end);
        at = end;
        continue;
      }
      if (c == ',' || c == ']' || c == '}') {
        tidy.setLength(tidy.toString().stripTrailing().length());
      }
      tidy.append(c);
      at++;
      depth += "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
      boolean colon = c == ':' && at < value.length() && Rest.isBlank(value.charAt(at));
      if (c == ',' || c == '[' || c == '{' || colon) {
        while (at < value.length() && Rest.isBlank(value.charAt(at))) {
          at++;
        }
        tidy.append((c == ',' || colon) && at < value.length() ? " " : "");
      }
    }
    return depth == 0 ? tidy.toString() : value;
  }

  private static boolean opens(StringBuilder before) {
    var said = before.toString().stripTrailing();
    return said.isEmpty() || "[{,:".indexOf(said.charAt(said.length() - 1)) >= 0;
  }
}
