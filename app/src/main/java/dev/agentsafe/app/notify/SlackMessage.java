package dev.agentsafe.app.notify;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A notice as a message of Slack: fixed fields of plain text, which Slack does not read for
 * mentions and links, and a link into the console. There is no button: nobody approves from a chat.
 */
final class SlackMessage {
  /** Slack takes at most ten fields in a section. */
  private static final int MOST_FIELDS = 10;

  private SlackMessage() {}

  static Value.Fields of(Notice notice) {
    var blocks = new ArrayList<Value>();
    blocks.add(block("header").with("text", plain(notice.title())));
    var fields = new ArrayList<Value>();
    for (var field : notice.fields().subList(0, Math.min(MOST_FIELDS, notice.fields().size()))) {
      fields.add(plain(field.label() + "\n" + field.text()));
    }
    blocks.add(block("section").with("fields", new Value.Items(fields)));
    notice
        .link()
        .ifPresent(link ->
            blocks.add(
                block("context")
                    .with(
                        "elements",
                        new Value.Items(List.of(plain(Words.of("notice.open", link)))))));
    return Value.EMPTY
        .with("text", Value.of(escaped(notice.text())))
        .with("mrkdwn", Value.of(false))
        .with("unfurl_links", Value.of(false))
        .with("unfurl_media", Value.of(false))
        .with("blocks", new Value.Items(blocks));
  }

  private static Value.Fields block(String type) {
    return Value.EMPTY.with("type", Value.of(type));
  }

  private static Value.Fields plain(String text) {
    return Value.EMPTY
        .with("type", Value.of("plain_text"))
        .with("text", Value.of(text))
        .with("emoji", Value.of(false));
  }

  /** The three characters that Slack gives a meaning to. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
