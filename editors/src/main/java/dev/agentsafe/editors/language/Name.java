package dev.agentsafe.editors.language;

import dev.agentsafe.core.yaml.Span;
import java.nio.file.Path;

/**
 * A name somewhere in a workspace.
 *
 * @param scope whose it is where names are not the workspace's own: the action of a parameter or
 *     state field, the key of a label's value; empty otherwise
 * @param text without quotes; where actions are used it may be a glob
 * @param span of the name alone, quotes included
 * @param declared whether it is made here, or only used
 */
public record Name(Kind kind, String scope, String text, Path file, Span span, boolean declared) {

  /** The same that many lines further down. */
  Name moved(int lines) {
    return lines == 0 ? this : new Name(kind, scope, text, file, span.moved(lines), declared);
  }

  /** What it names. */
  public enum Kind {
    ACTION,
    PARAMETER,
    STATE_FIELD,
    TARGET,
    TARGET_TYPE,
    ENVIRONMENT,
    LABEL,
    LABEL_VALUE,
    RULE,
    TEST,
    AGENT,
    AGENT_ROLE,
    AGENT_GROUP,
    OPERATOR,
    OPERATOR_ROLE,
    OPERATOR_GROUP
  }
}
