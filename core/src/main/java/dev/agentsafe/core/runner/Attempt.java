package dev.agentsafe.core.runner;

import dev.agentsafe.core.credential.Secret;

/** Whether the effect of an order was tried. */
sealed interface Attempt {
  /** It was. */
  record Made(Effected effected) implements Attempt {}

  /** It was not, and this is why. */
  record Not(String why) implements Attempt {}

  /** The same where it repeats nothing of what it was done with. */
  default Attempt without(Secret secret) {
    return switch (this) {
      case Made(Effected.Done(var output)) -> new Made(new Effected.Done(secret.hide(output)));
      case Made(Effected.NotDone(var error)) -> new Made(new Effected.NotDone(secret.hide(error)));
      case Made(Effected.InDoubt(var why)) -> new Made(new Effected.InDoubt(secret.hide(why)));
      case Not not -> not;
    };
  }
}
