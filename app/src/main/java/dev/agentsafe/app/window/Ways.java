package dev.agentsafe.app.window;

import dev.agentsafe.app.audit.LogWays;
import dev.agentsafe.app.inbox.InboxViewModel;
import dev.agentsafe.app.run.RunsViewModel;
import dev.agentsafe.app.shell.ShellViewModel;
import dev.agentsafe.core.approval.ApprovalId;

/** From the log to the screens of what its entries are about; belongs to the FX thread. */
record Ways(ShellViewModel shell, InboxViewModel inbox, RunsViewModel runs) implements LogWays {

  @Override
  public boolean leadsToRequest(String requestId) {
    return inbox.has(new ApprovalId(requestId));
  }

  @Override
  public void request(String requestId) {
    shell.show("inbox");
    inbox.select(new ApprovalId(requestId));
  }

  @Override
  public boolean leadsToRun(String auditId) {
    return runs.has(auditId);
  }

  @Override
  public void run(String auditId) {
    shell.show("runs");
    runs.show(auditId);
  }
}
