package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import org.junit.jupiter.api.Test;

final class RouteTest {
  private static Route route(String template) {
    return new Route("GET", template, Route.Access.OPEN, call -> Answer.ok(Value.NULL));
  }

  @Test
  void aVariableIsOneSegment() {
    assertThat(route("/v1/approvals/{id}").match("/v1/approvals/apr-1")).contains("apr-1");
    assertThat(route("/v1/approvals/{id}").match("/v1/approvals/")).isEmpty();
    assertThat(route("/v1/approvals/{id}").match("/v1/approvals/a/b")).isEmpty();
    assertThat(route("/v1/approvals/{id}").match("/v1/approvals")).isEmpty();
    assertThat(route("/v1/a/{id}/votes").match("/v1/a/x/votes")).contains("x");
    assertThat(route("/v1/a/{id}/votes").match("/v1/a/votes")).isEmpty();
    assertThat(route("/v1/a/{id}/votes").match("/v1/a//votes")).isEmpty();
  }

  @Test
  void aFixedPathIsItself() {
    assertThat(route("/healthz").match("/healthz")).contains("");
    assertThat(route("/healthz").match("/healthz/")).isEmpty();
  }
}
