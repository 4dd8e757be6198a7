package dev.agentsafe.core.preview;

/** Why a recorded decision says nothing about other rules. */
public enum Obstacle {
  /** A limit, a breaker, a freeze or a pause refused it before the rules were asked. */
  STOPPED("refused by a limit, a freeze or a pause before any rule was asked"),
  /** It did not fit the catalogue or the inventory; no rule was asked. */
  UNFIT("did not fit catalogue, inventory or change tickets; no rule was asked"),
  /** Who asked, with which roles and groups, is not recorded. */
  CALLER("roles and groups of the caller were not recorded (agent-safe 0.16 records none)"),
  /** Neither the record nor the inventory knows what the target was. */
  TARGET("the target was not recorded and is in the inventory no more, or is another one now"),
  /** Something that rules look at cannot be read. */
  UNREADABLE("time, decision, risk or labels cannot be read");

  private final String words;

  Obstacle(String words) {
    this.words = words;
  }

  /** Why, as the rest of a sentence. */
  public String words() {
    return words;
  }
}
