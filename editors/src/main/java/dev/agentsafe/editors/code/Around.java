package dev.agentsafe.editors.code;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** What a code view needs of the window that it is in. */
public interface Around {
  /** The words of a phrase, with its arguments filled in. */
  String words(Phrase phrase, Object... arguments);

  /**
   * Does something that may take long away from the FX thread.
   *
   * @param done takes what came of it, on the FX thread
   * @param failed takes a sentence for people, on the FX thread
   */
  <T> void away(Callable<T> slow, Consumer<T> done, Consumer<String> failed);
}
