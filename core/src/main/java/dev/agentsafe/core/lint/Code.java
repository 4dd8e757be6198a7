package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Problem.Severity;
import java.util.Locale;
import java.util.Optional;

/** The kinds of problems, whose ids are stable: what each means and what helps. */
public enum Code {
  AGENT_ID(Severity.ERROR, "An id that no agent can have", "Choose another id."),
  ALIAS(Severity.ERROR, "An alias, which YAML reads as a copy", "Write the value out."),
  ANCHOR(Severity.ERROR, "An anchor, which YAML keeps for aliases", "Remove the anchor."),
  APPROVAL(
      Severity.ERROR,
      "`approval` in a rule that asks nobody",
      "Make `decision` `require_approval` or remove `approval`."),
  AUDIT_LOG(
      Severity.ERROR,
      "The journal cannot be gone on with",
      "Verify the file, put it aside or name another `audit_log`."),
  BAD_PATTERN(
      Severity.ERROR, "A pattern that is none", "Correct the pattern; it is Python's syntax."),
  BINDING(
      Severity.ERROR,
      "A binding that names no system, or two",
      "Name `kubernetes` or `aws`, one of them."),
  CHARACTER(
      Severity.ERROR,
      "A character that YAML does not allow",
      "Remove it, or write it escaped in double quotes."),
  CONFLICT(Severity.ERROR, "Two keys that say the same", "Keep one of them."),
  DUPLICATE(Severity.ERROR, "Something given to two that only one can have", "Change one."),
  DUPLICATE_ACTION(Severity.ERROR, "Two actions of one name", "Rename one of them."),
  DUPLICATE_KEY(Severity.ERROR, "A key given twice", "Remove one of them."),
  DUPLICATE_TARGET(Severity.ERROR, "Two targets of one id", "Give one of them another id."),
  EGRESS(
      Severity.ERROR,
      "What this workspace may reach, said wrongly",
      "Name a host or host:port under `egress`, or allow the network it is in."),
  EMPTY(Severity.ERROR, "A file without contents", "Fill it or remove it."),
  ENCODING(Severity.ERROR, "A file that is no UTF-8", "Save it as UTF-8."),
  GRANTS(
      Severity.ERROR,
      "Roles or groups read from an issuer without saying which it may give",
      "Give both the claim and the list of what is allowed."),
  ISSUER(Severity.ERROR, "An issuer given twice, or our own", "Remove one of them."),
  KEY(Severity.ERROR, "A key that is no text", "Put the key in quotes."),
  KEYS(
      Severity.ERROR,
      "An issuer whose keys are nowhere, or in two places",
      "Give either `jwks_url` or `jwks_file`."),
  KIND(Severity.ERROR, "A key that is not for this kind of issuer", "Remove it, or the `kind`."),
  MAIL(
      Severity.ERROR,
      "A mail server or address that cannot be used",
      "Name the server, bare addresses, and `user` with `password`."),
  MERGE_CONFLICT(
      Severity.ERROR,
      "The mark of a merge, around lines that two changed",
      "Keep what is right of the lines and remove the marks."),
  MISSING_KEY(Severity.ERROR, "A key that must be there", "Add the key."),
  NAME(
      Severity.ERROR,
      "An action's name that is none",
      "Use lower-case letters, digits and hyphens, a letter first."),
  NO_FILE(Severity.ERROR, "A file that is not there", "Create it or correct the path."),
  NO_FOLDER(Severity.ERROR, "A folder that is not there", "Create it or correct the path."),
  NO_TESTS(Severity.ERROR, "A folder without policy tests", "Add a file of tests."),
  PATH(Severity.ERROR, "A path that cannot be used", "Correct the path."),
  PREFIX(
      Severity.ERROR,
      "A prefix that is none, or another issuer's",
      "Use lower-case letters, digits and hyphens, and each once."),
  QUORUM(
      Severity.ERROR, "More witnesses wanted than there are", "Lower `quorum` or add witnesses."),
  RANGE(Severity.ERROR, "A number out of its range", "Give a number in the range."),
  SCALAR(Severity.ERROR, "A value that YAML 1.1 cannot read", "Put it in quotes."),
  SECOND_DOCUMENT(Severity.ERROR, "A second document in a file", "Move it to a file of its own."),
  SECRET(
      Severity.ERROR,
      "A secret that is nowhere, or in two places",
      "Give either `env` or `file`; a secret never stands in the settings."),
  SOURCE(
      Severity.ERROR,
      "A source of credentials that cannot be asked like that",
      "Correct its fields; `docs/credentials.md` describes each kind."),
  SYNTAX(Severity.ERROR, "What is no YAML", "Correct the YAML; often it is the indentation."),
  TAG(Severity.ERROR, "A tag, which tells YAML a type", "Remove the tag; quotes make a text."),
  TIMEZONE(Severity.ERROR, "A time zone that is none", "Use an IANA name: `Europe/Berlin`."),
  TOO_DEEP(Severity.ERROR, "Nested deeper than 64 levels", "Flatten it."),
  TOO_LARGE(Severity.ERROR, "A file larger than 16 MiB", "Split it into several files."),
  TYPE(Severity.ERROR, "A value of another type", "Give a value of the type of its key."),
  UNKNOWN_KEY(
      Severity.ERROR,
      "A key that means nothing here",
      "Correct the key; begin keys of your own with `x-`."),
  UNKNOWN_SOURCE(
      Severity.ERROR,
      "A source of credentials that is not listed",
      "Correct the name, or add the source under `credentials`."),
  UNREADABLE(Severity.ERROR, "A file that cannot be read", "Correct its permissions."),
  URL(Severity.ERROR, "An address that is not asked", "Give an https address."),
  VALUE(Severity.ERROR, "A value that is none of those allowed", "Choose one that is allowed."),
  VERSION(Severity.ERROR, "A version that is none", "Write three numbers, such as `1.0.0`."),

  BROAD_ALLOW(
      Severity.WARNING,
      "A rule that allows on every target at every risk",
      "Limit it by `match.targets` or `match.risk_classes`."),
  CONTRADICTION(
      Severity.WARNING,
      "Two rules of one priority that partly overlap and say different things",
      "Give them different priorities."),
  DAY(Severity.WARNING, "A day that is none", "Days are 0 (Monday) to 6 (Sunday)."),
  DEFAULT(
      Severity.WARNING,
      "A default that its parameter would refuse",
      "Correct the default or the constraints."),
  DUPLICATE_PARAMETER(Severity.WARNING, "Two parameters of one name", "Rename one of them."),
  DUPLICATE_RULE(
      Severity.WARNING,
      "Two rules of one name, which records cannot tell apart",
      "Rename one of them."),
  DUPLICATE_TEST(Severity.WARNING, "Two policy tests of one name", "Rename one of them."),
  NEVER_MATCHES(
      Severity.WARNING,
      "A rule that no request can match",
      "Correct the condition that excludes everything, or remove the rule."),
  NO_ROLLBACK(
      Severity.WARNING,
      "An action said to be reversible that names no way back",
      "Name a `rollback_action`, or say `reversible: false`."),
  NOT_REVERSIBLE(
      Severity.WARNING,
      "A way back that is never used, since the action is not reversible",
      "Say `reversible: true`, or remove `rollback_action`."),
  ROLLBACK_PARAMS(
      Severity.WARNING,
      "Parameters that the way back refuses or lacks",
      "Say in `rollback_params` where each comes from."),
  ROLLBACK_SOURCE(
      Severity.WARNING,
      "A source of a roll-back parameter that has no value",
      "Name a parameter of the action or one of its `state_fields`."),
  ROLLBACK_TARGET(
      Severity.WARNING,
      "A way back that does not apply to the target of the action",
      "Name a roll-back action for the same `target_types`."),
  SECRET_DEFAULT(
      Severity.WARNING,
      "A secret written into the catalogue",
      "Remove the default; the caller gives the value."),
  SHADOWED(
      Severity.WARNING,
      "A rule that an earlier one leaves nothing to match",
      "Give it a higher priority, or remove it."),
  UNBOUND_TARGET(
      Severity.WARNING,
      "A target of which nobody says what it is; only rehearsals run on it",
      "Add its `binding`."),
  UNKNOWN_ACTION(
      Severity.WARNING,
      "A name that is no action of the catalogue",
      "Correct the name, or add the action."),
  UNKNOWN_APPROVER(
      Severity.WARNING,
      "A role, group or name in a quorum that no operator has",
      "Correct it, or add such an operator."),
  UNKNOWN_LABEL(
      Severity.WARNING, "A label that no target has", "Correct the label, or label a target."),
  UNKNOWN_RULE(Severity.WARNING, "A name that is no rule", "Correct the name of the rule."),
  UNKNOWN_TARGET(Severity.WARNING, "An id that is no target", "Correct the id, or add the target."),
  UNKNOWN_TYPE(
      Severity.WARNING, "A target type that no target has", "Correct it, or add such a target."),
  UNMEETABLE_QUORUM(
      Severity.WARNING,
      "A quorum for which there are not enough people",
      "Ask for fewer, or add operators."),
  UNMARKED_SECRET(
      Severity.WARNING,
      "A parameter that sounds like a secret and is recorded in clear",
      "Say `secret: true`, or `secret: false` if it is none."),
  UNQUOTED_DATE(Severity.WARNING, "A date without quotes, read as a text", "Put it in quotes."),
  UNREACHED(
      Severity.WARNING,
      "A rule that several earlier ones together leave nothing to match",
      "Give it a higher priority, or remove it."),
  YAML_DIALECT(
      Severity.WARNING,
      "A value that YAML 1.1 and 1.2 read differently",
      "Put it in quotes, or write it another way."),

  ANALYSIS_CUT(
      Severity.HINT,
      "More rules than are compared with each other",
      "Split the workspace to have all compared."),
  NO_TARGET(
      Severity.HINT,
      "A rule that matches no target of the inventory as it is",
      "Nothing, if targets are still to come; otherwise correct `match.targets`."),
  UNKNOWN_ENVIRONMENT(
      Severity.HINT,
      "An environment in which there is no target",
      "Nothing, if targets are still to come; otherwise correct it.");

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final Severity severity;
  private final String meaning;
  private final String fix;

  Code(Severity severity, String meaning, String fix) {
    this.severity = severity;
    this.meaning = meaning;
    this.fix = fix;
  }

  /** The kind of that id, if there is one. */
  public static Optional<Code> of(String id) {
    for (var code : values()) {
      if (code.id.equals(id)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }

  /** What problems of this kind carry, such as {@code unknown-key}. */
  public String id() {
    return id;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** What it is, in a sentence without full stop. */
  public String meaning() {
    return meaning;
  }

  /** What helps, in general; the message of a problem says it of the case. */
  public String fix() {
    return fix;
  }
}
