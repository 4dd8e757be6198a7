package dev.agentsafe.editors.finding;

import java.util.function.BooleanSupplier;

/**
 * A text that can be read only so often, so that an expression which tries too many ways ends; for
 * one thread.
 */
final class BoundedText implements CharSequence {
  private static final int GLANCE = 0xffff;

  private final String text;
  private final long most;
  private final BooleanSupplier calledOff;
  private long reads;

  BoundedText(String text, long most, BooleanSupplier calledOff) {
    this.text = text;
    this.most = most;
    this.calledOff = calledOff;
  }

  /** It was read too often, or nobody waits for it any more. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("the text was read too often", null, false, false);
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++reads > most || ((reads & GLANCE) == 0 && calledOff.getAsBoolean())) {
      throw new Ended();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
