package dev.agentsafe.editors.assist;

import dev.agentsafe.core.policy.Glob;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.Workbench;
import java.util.List;

/** Finds where a name stands in a workspace. */
final class References {
  private final Workbench bench;

  References(Workbench bench) {
    this.bench = bench;
  }

  /** Where it is declared and used, file by file; globs that match an action are uses of it. */
  List<Name> of(Name name) {
    return bench.names(name.kind()).stream()
        .filter(each -> each.scope().equals(name.scope()))
        .filter(each -> each.text().equals(name.text()) || isGlobFor(each, name))
        .toList();
  }

  /** Where it is written out. */
  List<Name> exact(Name name) {
    return of(name).stream().filter(each -> each.text().equals(name.text())).toList();
  }

  /** The globs that match one of two names and not the other one. */
  List<Name> telling(Name name, String other) {
    return of(name).stream()
        .filter(each -> !each.text().equals(name.text()))
        .filter(each -> !Glob.of(each.text()).matches(other))
        .toList();
  }

  private static boolean isGlobFor(Name glob, Name name) {
    return name.kind() == Name.Kind.ACTION
        && !glob.declared()
        && !Glob.of(glob.text()).isExact()
        && Glob.of(glob.text()).matches(name.text());
  }
}
