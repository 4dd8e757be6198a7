package dev.agentsafe.core.yaml;

import java.util.Random;

/** Texts that somebody may have in an editor for a moment, and worse ones. */
public final class Noise {
  private static final String[] BITS = {
    "&a ",
    "*a",
    "!!int ",
    "<<: ",
    "---\n",
    "...\n",
    "\t",
    "\n",
    "\r",
    "\r\n",
    ": ",
    "- ",
    "  - ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "|\n",
    ">\n",
    "#",
    " # c\n",
    "%YAML 1.1\n",
    "? ",
    "0x",
    "0b",
    "1:99",
    "_",
    "-.inf",
    ".nan",
    "1e999",
    "~",
    "\u2028",
    "\u0085",
    "\uFEFF",
    "\uD83D\uDE00",
    "\uD800",
    "\u0000",
    "2024-01-01",
    "=",
    "name: x\n",
    "\nrules:\n",
    "\n  - name: q\n",
    "\n    ",
    "\n  ",
    "word",
    "it's",
    "\\",
    ","
  };

  private Noise() {}

  /** The text after one to three changes. */
  public static String changed(String text, Random random) {
    var changed = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(changed.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> changed.delete(at, Math.min(changed.length(), at + 1));
        case 1 -> changed.delete(at, Math.min(changed.length(), at + random.nextInt(30)));
        case 2 -> changed.insert(at, (char) (random.nextInt(0x60) + 0x20));
        case 3 -> {
          int end = Math.min(changed.length(), at + random.nextInt(120));
          changed.insert(at, changed.substring(at, end));
        }
        default -> changed.insert(at, BITS[random.nextInt(BITS.length)]);
      }
    }
    return changed.toString();
  }

  /** Bits of YAML in any order. */
  public static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(BITS[random.nextInt(BITS.length)]);
      if (random.nextInt(3) == 0) {
        text.append((char) random.nextInt(0x180));
      }
    }
    return text.toString();
  }
}
