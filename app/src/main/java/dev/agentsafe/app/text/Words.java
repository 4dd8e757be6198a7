package dev.agentsafe.app.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Looks up the words on the screen in the one message bundle; thread-safe. */
public final class Words {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("dev.agentsafe.app.text.messages", Locale.ROOT);

  private Words() {}

  /** The words of that key, with its arguments filled in; the key is always a literal. */
  public static String of(String key, Object... arguments) {
    var words = BUNDLE.getString(key);
    return arguments.length == 0
        ? words
        : new MessageFormat(words, Locale.ENGLISH).format(arguments);
  }
}
