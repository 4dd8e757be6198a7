package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.PrecheckResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How an action is done that is not one change of one object: it sends several, or none; immutable.
 *
 * @param <T> what the object is that it is about; it has to be there
 */
non-sealed interface Errand<T extends HasMetadata> extends Way<T> {

  /**
   * Where an errand is run.
   *
   * @param auditId the decision it belongs to
   */
  record Site(Asked asked, Cluster cluster, String auditId) {}

  /** Every state field it can tell. */
  Value.Fields fields(T live, Site site);

  /** What that named precheck finds. */
  PrecheckResult check(String name, Optional<T> live, Asked asked);

  /** What would come of it. */
  sealed interface Prospect {
    /**
     * This.
     *
     * @param after state fields as they would be
     * @param affected what would be touched, such as {@code pod web-1}
     * @param notes what people should know first, in sentences
     */
    record Of(Value.Fields after, List<String> affected, List<String> notes) implements Prospect {}

    /** It cannot be done to this object. */
    record Impossible(String why) implements Prospect {}
  }

  /** What would come of it; changes nothing. */
  Prospect prospect(T live, Site site);

  /**
   * Runs it.
   *
   * @throws dev.agentsafe.executors.ExecutorException where nothing was sent
   */
  Effected run(T live, Site site, Permit permit, Consumer<String> progress);

  /** Whether it happened, where that is known without asking anybody. */
  default Optional<Readback> known(Site site) {
    return Optional.empty();
  }

  /** Whether it happened, where the answer was lost. */
  Readback happened(T live, Site site);
}
