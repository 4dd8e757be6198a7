package dev.agentsafe.app.work;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that have windows or wait for the screen's thread: one class at a time, since windows take
 * the focus from each other, and early, since together they take longest.
 */
@Order(2)
@ResourceLock("screen")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AtTheScreen {}
