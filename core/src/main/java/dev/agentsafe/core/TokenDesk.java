package dev.agentsafe.core;

/** What concerns the tokens of agents: their keys, what is handed on, and who is behind one. */
public record TokenDesk(KeyDesk keys, HandoverDesk handovers, BearerDesk bearers) {}
