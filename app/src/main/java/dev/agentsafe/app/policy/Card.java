package dev.agentsafe.app.policy;

import dev.agentsafe.editors.form.Where;

/**
 * A record of a file in short.
 *
 * @param title its name
 * @param word what it says, such as a decision; empty where it says none
 * @param detail what else counts, in a line
 * @param priority by which rules are ordered; 0 where nothing is
 * @param locked why it cannot be changed; empty where it can
 */
record Card(Where at, String title, String word, String detail, long priority, String locked) {}
