/** The record: its entries, and its verification. */
@NullMarked
package dev.agentsafe.app.audit;

import org.jspecify.annotations.NullMarked;
