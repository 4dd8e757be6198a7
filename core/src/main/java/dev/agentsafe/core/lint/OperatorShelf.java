package dev.agentsafe.core.lint;

import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.identity.OperatorsLoader;
import dev.agentsafe.core.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operators of a workspace and what is wrong with them; for one thread. */
final class OperatorShelf {
  private Optional<ReadFile> file = Optional.empty();
  private Optional<Operators> operators = Optional.empty();
  private List<Problem> problems = List.of();

  /** Takes the file as it is now. */
  void read(Optional<ReadFile> now) {
    if (now.isPresent() && file.isPresent() && now.get().isSame(file.get())) {
      return;
    }
    file = now;
    var found = new ArrayList<Problem>();
    var read =
        now.flatMap(each ->
            each.whole(each.pieces().root(), "`operators` is", OperatorsLoader::operators, found));
    operators = ReadFile.hasErrors(found) ? Optional.empty() : read;
    problems = List.copyOf(found);
  }

  /** The operators; empty where there is no list of them or it does not load. */
  Optional<Operators> operators() {
    return operators;
  }

  List<Problem> problems() {
    return problems;
  }
}
