package dev.agentsafe.core;

/** What concerns the tokens of agents: the keys that sign them, and what is handed on. */
public record TokenDesk(KeyDesk keys, HandoverDesk handovers) {}
