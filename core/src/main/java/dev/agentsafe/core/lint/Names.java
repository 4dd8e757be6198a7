package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Glob;
import dev.agentsafe.core.policy.GlobSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of action names: some, and those that globs match less those that others match; immutable.
 *
 * @param exact names
 * @param globs none of them matches only what is taken away
 * @param without what is taken away from the globs
 */
record Names(Set<String> exact, List<Glob> globs, List<Glob> without, GlobSpace space) {

  static Names of(List<String> patterns, GlobSpace space) {
    var exact = new HashSet<String>();
    var globs = new ArrayList<Glob>();
    for (var pattern : patterns) {
      var glob = Glob.of(pattern);
      if (glob.isExact()) {
        exact.add(pattern);
      } else {
        globs.add(glob);
      }
    }
    return new Names(exact, globs, List.of(), space);
  }

  boolean isEmpty() {
    return exact.isEmpty() && globs.isEmpty();
  }

  /** Whether they may have a name in common; where not, they have none. */
  boolean meets(Names other) {
    for (var name : exact) {
      if (other.matches(name)) {
        return true;
      }
    }
    for (var name : other.exact) {
      if (matches(name)) {
        return true;
      }
    }
    for (var glob : globs) {
      for (var each : other.globs) {
        if (space.meet(glob, each)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What is in this set and is not matched by one of that set's names and globs. */
  Names minus(Names other) {
    var names = new HashSet<String>();
    for (var name : exact) {
      if (!other.matches(name)) {
        names.add(name);
      }
    }
    var away = new ArrayList<>(without);
    away.addAll(other.globs);
    other.exact.forEach(name -> away.add(Glob.of(name)));
    var left = globs.stream().filter(glob -> !space.covers(away, glob)).toList();
    return new Names(names, left, left.isEmpty() ? List.of() : away, space);
  }

  /** Whether it holds that name, what is taken away included. */
  private boolean matches(String name) {
    if (exact.contains(name)) {
      return true;
    }
    for (var glob : globs) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
