package dev.agentsafe.core.ship;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A notifier as the workspace describes it.
 *
 * @param name unique among shippers and notifiers; names its cursor
 * @param topics what it tells of
 */
public record NotifierSettings(String name, Set<Topic> topics, Where where) {
  public NotifierSettings {
    topics = Set.copyOf(topics);
  }

  /** What people are told of. */
  public enum Topic {
    /** A person is asked. */
    APPROVAL,
    /** A question is settled, a run has ended. */
    OUTCOME,
    /** Somebody went past the rules, as a rule lets them. */
    BREAK_GLASS,
    /** Agents were stopped, or let act again. */
    FREEZE,
    /** Other rules decide. */
    POLICY,
    /** The journal cannot be written or sealed, or is not anchored for long. */
    JOURNAL;

    static Optional<Topic> of(String text) {
      return List.of(values()).stream().filter(t -> t.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where notices go. */
  public sealed interface Where {}

  /** A request with a signed body. */
  public record Hook(String url, SecretSource secret) implements Where {}

  /**
   * An incoming webhook of Slack.
   *
   * @param address its URL, which is itself the secret
   */
  public record Slack(SecretSource address) implements Where {}

  /**
   * Mails of plain text.
   *
   * @param from who they are from, a bare address
   * @param to who gets them, bare addresses
   */
  public record Mail(Server server, Optional<Login> login, String from, List<String> to)
      implements Where {
    public Mail {
      to = List.copyOf(to);
    }
  }

  /** Where mails are handed in. */
  public record Server(String host, int port, Privacy privacy) {}

  /** How a connection to a mail server is kept private. */
  public enum Privacy {
    /** Begins in the clear and turns to TLS before anything is told, or is given up. */
    STARTTLS,
    /** TLS from the first byte. */
    TLS,
    /** Not at all: on this machine only. */
    NONE;

    static Optional<Privacy> of(String text) {
      return List.of(values()).stream().filter(p -> p.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who hands them in. */
  public record Login(String user, SecretSource password) {}
}
