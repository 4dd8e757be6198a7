package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;

/** Sets the image of one container of a deployment. */
final class UpdateImage implements OnDeployment {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of("container", Grammar.LABEL.words(), "image", Grammar.IMAGE.words()),
        Prechecks.CHECKS,
        Courses.patched(
            "the image of before",
            "the image of one container of the pod template",
            "the roll-out complete, the container with that image; replicas ready of wanted as"
                + " progress"),
        new Manual.Undoing.Inverse("the image of before in that container"));
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    var container = params.text("container");
    var image = params.text("image");
    if (container.isEmpty()) {
      return Optional.of("Parameter `container` is needed.");
    }
    if (image.isEmpty()) {
      return Optional.of("Parameter `image` is needed.");
    }
    return Grammar.LABEL
        .objection("container", container.get())
        .or(() -> Grammar.IMAGE.objection("image", image.get()));
  }

  @Override
  public Value.Fields fields(Deployment live, Value.Fields params) {
    return Deployments.fields(live, params.text("container"));
  }

  @Override
  public Change change(Deployment live, Asked asked) {
    var container = asked.params().text("container").orElseThrow();
    var image = asked.params().text("image").orElseThrow();
    var containers = Deployments.containers(live);
    for (int i = 0; i < containers.size(); i++) {
      var found = containers.get(i);
      if (!found.getName().equals(container)) {
        continue;
      }
      if (image.equals(found.getImage())) {
        return new Change.None("Container `" + container + "` already has `" + image + "`.");
      }
      var at = "/spec/template/spec/containers/" + i;
      return new Change.Made(
          Edit.of(live).where(at + "/name", container).set(at + "/image", image),
          "Changing `" + container + "` from `" + found.getImage() + "` to `" + image + "`");
    }
    return new Change.Impossible("it has no container `" + container + "`");
  }

  @Override
  public Standing standing(Deployment live, Deployment taken, Asked asked) {
    var container = asked.params().text("container").orElseThrow();
    var now = Deployments.image(live, container);
    return now.equals(asked.params().text("image"))
        ? Deployments.rollout(live)
        : new Standing.Broken(
            "somebody else has set `"
                + container
                + "` to `"
                + now.orElse("nothing")
                + "` meanwhile");
  }
}
