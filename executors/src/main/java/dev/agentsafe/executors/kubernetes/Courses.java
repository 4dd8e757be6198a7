package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Manual;

/** The ways that Kubernetes actions have in common, in words. */
final class Courses {
  private Courses() {}

  /**
   * One object is patched.
   *
   * @param shown what the rehearsal lists beside the state
   * @param sent what the patch changes
   * @param held what is waited for
   */
  static Manual.Course patched(String shown, String sent, String held) {
    return new Manual.Course(
        "`dryRun=All` of the same patch, from 1.18 on, else computed; " + shown,
        "one JSON patch that holds for the version read (`uid`, `resourceVersion`): " + sent,
        held + ", before the deadline",
        "Argo CD, Flux, Helm, controllers");
  }

  /** One object is made. */
  static Manual.Course created(String what, String held) {
    return new Manual.Course(
        "`dryRun=All` of the same creation, from 1.18 on, else computed",
        "one creation, which fails where the object is there: " + what,
        held + ", before the deadline",
        "-");
  }

  /**
   * One object is deleted.
   *
   * @param shown what the rehearsal lists beside the state
   */
  static Manual.Course deleted(String shown, String what, String held) {
    return new Manual.Course(
        "`dryRun=All` of the same deletion, from 1.18 on, else computed; " + shown,
        "one deletion that holds for the version read (`uid`, `resourceVersion`): " + what,
        held + ", before the deadline",
        "Argo CD, Flux, Helm, controllers");
  }

  /** Nothing is changed. */
  static Manual.Course read(String answered) {
    return new Manual.Course("the state as it is", "reads: " + answered, "read once", "-");
  }
}
