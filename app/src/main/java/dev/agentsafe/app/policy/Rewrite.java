package dev.agentsafe.app.policy;

import java.util.List;
import javafx.collections.ObservableList;

/** Makes a list that is shown another one; what is the same at both ends is not touched. */
final class Rewrite {
  private Rewrite() {}

  /** Has the list hold these and no others. */
  static <T> void of(ObservableList<T> shown, List<T> wanted) {
    int least = Math.min(shown.size(), wanted.size());
    int first = 0;
    while (first < least && shown.get(first).equals(wanted.get(first))) {
      first++;
    }
    int behind = 0;
    while (behind < least - first
        && shown.get(shown.size() - 1 - behind).equals(wanted.get(wanted.size() - 1 - behind))) {
      behind++;
    }
    shown.remove(first, shown.size() - behind);
    shown.addAll(first, wanted.subList(first, wanted.size() - behind));
  }
}
