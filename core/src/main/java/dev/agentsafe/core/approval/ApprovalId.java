package dev.agentsafe.core.approval;

/** The id of an approval request: {@code apr-} and 12 hex digits. */
public record ApprovalId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
