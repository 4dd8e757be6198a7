package dev.agentsafe.core.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One suite of conformance cases. */
interface Suite {

  /** The folder's name. */
  String name();

  /** Runs every case below that folder (the suite's own). */
  Tally run(Path dir) throws Exception;

  /** Counts results and keeps what failed. */
  final class Tally {
    private int passed;
    private int optionalDifferent;
    private final List<String> failures = new ArrayList<>();

    void pass() {
      passed++;
    }

    void fail(String id, String why) {
      failures.add(id + ": " + why);
    }

    /** An optional case that came out otherwise; reported, not required. */
    void different() {
      optionalDifferent++;
    }

    /** Records a case; what a required case throws is its failure. */
    void check(String id, boolean optional, Check check) {
      String problem;
      try {
        problem = check.problem();
      } catch (Exception | AssertionError | StackOverflowError e) {
        problem = "threw " + e;
      }
      if (problem.isEmpty()) {
        pass();
      } else if (optional) {
        different();
      } else {
        fail(id, problem);
      }
    }

    int passed() {
      return passed;
    }

    int optionalDifferent() {
      return optionalDifferent;
    }

    List<String> failures() {
      return failures;
    }
  }

  /** Says what is wrong with a case; the empty text where nothing is. */
  interface Check {
    String problem() throws Exception;
  }
}
