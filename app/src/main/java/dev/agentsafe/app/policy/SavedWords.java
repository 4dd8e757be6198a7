package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.Authoring;

/** Says since when what was saved counts; stateless. */
final class SavedWords {
  private SavedWords() {}

  static String of(Authoring.Force force) {
    return switch (force) {
      case Authoring.Force.Now(var change) ->
          Words.of("author.saved.now", ReloadViewModel.words(change.rules()));
      case Authoring.Force.Waits(var why) -> Words.of("author.saved.waits", why);
      case Authoring.Force.NextStart() -> Words.of("author.saved.later");
      case Authoring.Force.Nothing() -> Words.of("author.saved");
    };
  }
}
