package dev.agentsafe.executors.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The end of a text that may be longer than anybody wants to hold.
 *
 * @param cut whether there was more before it
 */
record Tail(String text, boolean cut) {

  /** Reads all of it and keeps the last whole lines that have room in that many bytes. */
  static Tail of(InputStream in, int most) throws IOException {
    var ring = new byte[most];
    var chunk = new byte[8192];
    long total = 0;
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      for (int i = 0; i < n; i++) {
        ring[(int) ((total + i) % most)] = chunk[i];
      }
      total += n;
    }
    int kept = (int) Math.min(total, most);
    var last = new byte[kept];
    for (int i = 0; i < kept; i++) {
      last[i] = ring[(int) ((total - kept + i) % most)];
    }
    var text = new String(last, StandardCharsets.UTF_8);
    boolean cut = total > most;
    return new Tail(cut ? text.substring(text.indexOf('\n') + 1) : text, cut);
  }
}
