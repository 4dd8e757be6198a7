package dev.agentsafe.app.audit;

/** Where one goes from an entry of the log. */
public interface LogWays {
  /** Whether that question can be opened in the inbox. */
  boolean leadsToRequest(String requestId);

  /** Opens that question. */
  void request(String requestId);

  /** Whether that decision's run can be opened. */
  boolean leadsToRun(String auditId);

  /** Opens the run of that decision. */
  void run(String auditId);
}
