package dev.agentsafe.app.tour;

import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.core.audit.JournalHealth;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** A seat whose journal says that it is blocked once it is told to; all else is as it is. */
final class Trouble {
  private final Seat whole;
  private volatile Optional<String> why = Optional.empty();

  Trouble(Seat whole) {
    this.whole = whole;
  }

  /** From now on the journal is blocked, and this is why. */
  void journal(String reason) {
    why = Optional.of(reason);
  }

  Seat seat() {
    return (Seat)
        Proxy.newProxyInstance(
            Seat.class.getClassLoader(),
            new Class<?>[] {Seat.class},
            (proxy, method, arguments) ->
                method.getName().equals("journal") && why.isPresent()
                    ? blocked()
                    : invoke(method, arguments));
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(whole, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private JournalHealth blocked() {
    var now = whole.journal();
    return new JournalHealth(now.entries(), now.sealed(), now.sealedAt(), why, now.sealFailure());
  }
}
