package dev.agentsafe.core.runner;

import dev.agentsafe.core.request.ActionRequest;
import java.time.Duration;

/**
 * One thing to be looked at or done.
 *
 * @param auditId the decision it belongs to; executors leave it as a mark on what they change
 * @param deadline how long all of it may take
 */
public record Order(ActionRequest request, String auditId, Duration deadline) {}
