package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Question;
import dev.agentsafe.core.approval.ApprovalId;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A row of the inbox; stays the same object while its card changes, so that it never jumps. */
public final class Row {
  private final String key;
  private final ReadOnlyObjectWrapper<Card> card;
  private final ReadOnlyObjectWrapper<Question> question;

  Row(Card card) {
    key = card.key();
    this.card = new ReadOnlyObjectWrapper<>(this, "card", card);
    question = new ReadOnlyObjectWrapper<>(this, "question", card.lead());
  }

  /** Tells its card from others. */
  String key() {
    return key;
  }

  /** The id of its question; of a plan that of the gravest. */
  public ApprovalId id() {
    return card.get().lead().id();
  }

  /** Its card as last seen. */
  public ReadOnlyObjectProperty<Card> card() {
    return card.getReadOnlyProperty();
  }

  /** Its question as last seen; of a plan the gravest. */
  public ReadOnlyObjectProperty<Question> question() {
    return question.getReadOnlyProperty();
  }

  void update(Card now) {
    if (!now.equals(card.get())) {
      question.set(now.lead());
      card.set(now);
    }
  }
}
