package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Submission;

/** Takes what the catalogue declares secret out of parameters before they are recorded. */
record Secrets(Catalog catalog, Redaction redaction) {

  Value.Fields hide(Submission submission) {
    return catalog
        .find(submission.action())
        .map(action -> redaction.redact(action, submission.params()))
        .orElse(submission.params());
  }

  Value.Fields hide(ActionRequest request) {
    return redaction.redact(request.action(), request.params());
  }
}
