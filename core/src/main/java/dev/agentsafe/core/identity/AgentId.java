package dev.agentsafe.core.identity;

/** The id of an agent, such as {@code deploy-bot} or {@code deploy-bot/canary}. */
public record AgentId(String value) {

  /** Stands for a request that carries no identity at all. */
  public static final AgentId ANONYMOUS = new AgentId("anonymous");

  @Override
  public String toString() {
    return value;
  }
}
