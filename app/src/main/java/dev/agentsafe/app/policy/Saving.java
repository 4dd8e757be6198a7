package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.editors.document.Draft;
import java.util.List;

/** Saves what is typed, one save at a time; belongs to the FX thread. */
final class Saving {
  private final PolicyViewModel model;
  private boolean isUnderWay;
  private boolean isAgain;

  Saving(PolicyViewModel model) {
    this.model = model;
  }

  /** Whether a save has begun and not ended. */
  boolean isUnderWay() {
    return isUnderWay;
  }

  /** Saves the draft that is on the screen, once more where somebody says so meanwhile. */
  void save() {
    var wanted = model.draft().get().filter(Draft::isDirty);
    if (wanted.isEmpty()) {
      return;
    }
    if (isUnderWay) {
      isAgain = true;
      return;
    }
    isUnderWay = true;
    save(wanted.get());
  }

  private void save(Draft wanted) {
    model
        .work()
        .quietly(
            progress -> model.authoring().save(wanted.file(), wanted.base(), wanted.text()),
            saved -> {
              isUnderWay = false;
              model.language().saved();
              take(wanted, saved);
              boolean goesOn = isAgain && saved instanceof Authoring.Saved.Done;
              isAgain = false;
              // Another file may be on the screen by now: nobody said that it is to be saved.
              if (goesOn && model.isTyped(wanted.file())) {
                save();
              }
            },
            why -> {
              isUnderWay = false;
              isAgain = false;
              model.tell(why);
            });
  }

  private void take(Draft wanted, Authoring.Saved saved) {
    switch (saved) {
      case Authoring.Saved.Done(var force) -> {
        model.saved(wanted.file(), wanted.text());
        model.tell(SavedWords.of(force));
      }
      case Authoring.Saved.Refused(var errors) ->
          model.tell(Refusal.of(List.of(wanted.file()), errors));
      case Authoring.Saved.Changed(var onDisk) ->
          // What was typed since the save began is part of it.
          model
              .of(wanted.file())
              .ifPresentOrElse(
                  typed -> model.merge(typed, onDisk),
                  () -> model.tell(Words.of("author.conflict", GitWords.name(wanted.file()))));
    }
  }
}
