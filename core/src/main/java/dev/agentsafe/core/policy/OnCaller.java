package dev.agentsafe.core.policy;

import dev.agentsafe.core.identity.Caller;
import java.math.BigInteger;
import java.util.Set;

/** Conditions on the caller; a request without identity never meets them. */
sealed interface OnCaller extends Condition {
  boolean holds(Caller caller);

  String found(Caller caller);

  @Override
  default boolean holds(Facts facts) {
    return facts.caller().isPresent() && holds(facts.caller().get());
  }

  @Override
  default String found(Facts facts) {
    return facts.caller().isPresent() ? found(facts.caller().get()) : "no identity";
  }

  /** There is a caller. */
  record KnownCaller() implements OnCaller {
    @Override
    public boolean holds(Caller caller) {
      return true;
    }

    @Override
    public String key() {
      return "callers";
    }

    @Override
    public String wanted() {
      return "a caller with an identity";
    }

    @Override
    public String found(Caller caller) {
      return caller.id().value();
    }
  }

  /** One of what the caller is or holds is among these. */
  record AnyOf(Attribute attribute, Set<String> values) implements OnCaller {
    @Override
    public boolean holds(Caller caller) {
      return attribute.anyIn(caller, values);
    }

    @Override
    public String key() {
      return attribute.key();
    }

    @Override
    public String wanted() {
      return String.join(", ", values);
    }

    @Override
    public String found(Caller caller) {
      var has = attribute.of(caller);
      return has.isEmpty() ? "none" : String.join(", ", has);
    }
  }

  /** The caller's authority was handed on at most so many times. */
  record MaxDepth(BigInteger most) implements OnCaller {
    @Override
    public boolean holds(Caller caller) {
      return BigInteger.valueOf(caller.delegation().depth()).compareTo(most) <= 0;
    }

    @Override
    public String key() {
      return "callers.max_delegation_depth";
    }

    @Override
    public String wanted() {
      return "at most " + most;
    }

    @Override
    public String found(Caller caller) {
      return String.valueOf(caller.delegation().depth());
    }
  }

  /** The caller acts for somebody else, or does not. */
  record Delegated(boolean required) implements OnCaller {
    @Override
    public boolean holds(Caller caller) {
      return caller.delegation().depth() > 0 == required;
    }

    @Override
    public String key() {
      return "callers.require_delegation";
    }

    @Override
    public String wanted() {
      return required ? "delegated" : "not delegated";
    }

    @Override
    public String found(Caller caller) {
      return caller.delegation().depth() > 0 ? "delegated" : "not delegated";
    }
  }
}
