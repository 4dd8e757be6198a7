package dev.agentsafe.app.cli;

/** What the exit status of a command says; {@code docs/cli.md} lists the same. */
public final class Exit {
  /** Done; allowed; valid. */
  public static final int OK = 0;

  /** Answered, and the answer is no: denied, invalid, failed, refused. */
  public static final int NO = 1;

  /** The command line itself was wrong; nothing was done. */
  public static final int USAGE = 2;

  /** A person must approve first. */
  public static final int APPROVAL = 3;

  /** It could not be done here: no workspace, one that does not load, a journal in use. */
  public static final int CANNOT = 4;

  /** Something unexpected; one line names an error id. */
  public static final int UNEXPECTED = 70;

  private Exit() {}
}
