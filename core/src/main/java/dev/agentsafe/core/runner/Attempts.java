package dev.agentsafe.core.runner;

import dev.agentsafe.core.credential.Credentials;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Tries effects, each with the credential that it needs; thread-safe. */
final class Attempts {
  private final Credentials credentials;
  private final InstantSource clock;

  Attempts(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** With what a run goes. */
  record Going(String nonce, Runner.Watch watch, Turn turn) {}

  /** Gets the credentials first, so that nothing stands between the last look and the effect. */
  Attempt of(Executor executor, Order order, Going going) {
    var watch = going.watch();
    return switch (credentials.obtain(order.request(), order.auditId(), clock.instant())) {
      case Credentials.Outcome.NotNeeded() ->
          made(
              executor,
              order,
              new Permit(going.nonce(), Optional.empty(), watch.confidant(), watch.keeper()),
              going);
      case Credentials.Outcome.Refused(var why) -> new Attempt.Not(why);
      case Credentials.Outcome.Given(var credential) -> {
        watch.progress().accept("Got a " + credential);
        var secret = credential.secret();
        var quiet =
            new Runner.Watch(line -> watch.progress().accept(secret.hide(line)), watch.stop());
        var left = new AtomicReference<Optional<Lent>>(Optional.empty());
        Function<Forward, Optional<String>> keeper =
            forward -> {
              var lent = new Lent(forward, credential, clock.instant());
              left.set(Optional.of(lent));
              return watch.keeper().apply(lent);
            };
        try {
          var permit =
              new Permit(going.nonce(), Optional.of(credential), watch.confidant(), keeper);
          var hiding = new Going(going.nonce(), quiet, going.turn());
          yield made(executor, order, permit, hiding).without(secret);
        } finally {
          left.get()
              .map(Lent::endEffect)
              .orElseGet(credential::end)
              .ifPresent(why -> watch.progress().accept("warn credential: " + why));
        }
      }
    };
  }

  private static Attempt made(Executor executor, Order order, Permit permit, Going going) {
    var stopped = going.watch().stop().get().or(going.turn()::calledOff);
    if (stopped.isPresent()) {
      return new Attempt.Not(stopped.get());
    }
    return new Attempt.Made(
        going
            .turn()
            .act(
                "effect-" + order.auditId(),
                () -> executor.execute(order, permit, going.watch().progress()),
                order.deadline()));
  }
}
