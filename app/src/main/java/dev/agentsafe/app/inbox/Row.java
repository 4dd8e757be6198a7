package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Question;
import dev.agentsafe.core.approval.ApprovalId;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A row of the inbox; stays the same object while its question changes, so that it never jumps. */
public final class Row {
  private final ApprovalId id;
  private final ReadOnlyObjectWrapper<Question> question;

  Row(Question question) {
    id = question.id();
    this.question = new ReadOnlyObjectWrapper<>(this, "question", question);
  }

  /** The id of its question. */
  public ApprovalId id() {
    return id;
  }

  /** Its question as last seen. */
  public ReadOnlyObjectProperty<Question> question() {
    return question.getReadOnlyProperty();
  }

  void update(Question now) {
    if (!now.equals(question.get())) {
      question.set(now);
    }
  }
}
