package dev.agentsafe.core.anchor;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a receipt is for and who gave it, as its file is named: {@code <size>.<anchor>.<kind>}.
 *
 * @param size how many lines the checkpoint covers
 * @param anchor the name in the settings of who gave it
 */
public record ReceiptName(long size, String anchor, Kind kind) {
  private static final Pattern FORM =
      Pattern.compile("(0|[1-9]\\d{0,17})\\.([a-z][a-z0-9-]{0,39})\\.([a-z]{1,8})");

  /** Reads a file's name; empty where it is none of a receipt. */
  static Optional<ReceiptName> parse(String file) {
    var form = FORM.matcher(file);
    return form.matches()
        ? Kind.of(form.group(3))
            .map(kind -> new ReceiptName(Long.parseLong(form.group(1)), form.group(2), kind))
        : Optional.empty();
  }

  /** The name of its file. */
  public String file() {
    return size + "." + anchor + "." + kind.suffix();
  }
}
