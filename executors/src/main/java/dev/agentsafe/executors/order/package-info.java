/** What every order has, whatever system it is for: an end, and how far its effect has come. */
@NullMarked
package dev.agentsafe.executors.order;

import org.jspecify.annotations.NullMarked;
