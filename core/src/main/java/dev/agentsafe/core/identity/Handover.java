package dev.agentsafe.core.identity;

import java.time.Duration;
import java.util.Optional;

/**
 * What an agent asks to hand on to another one.
 *
 * @param child the id the other one shall have
 * @param name for people; may be empty
 * @param grants roles and groups, all of them held by the parent
 * @param life how long; never beyond the parent's own, which it is where nothing is said
 */
public record Handover(AgentId child, String name, Caller.Grants grants, Optional<Duration> life) {}
