package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shape;
import dev.agentsafe.editors.schema.Shapes;
import java.util.List;
import java.util.Optional;

/** Finds changes after which a problem is gone. */
record Fixes(Site site) {

  /** What can be done about a problem of a file, the likeliest first; often nothing. */
  static List<Fix> of(Workbench bench, Shapes shapes, TextFile file, Problem problem) {
    var site = Site.of(bench, shapes, file, problem);
    site.ifPresent(each -> new Fixes(each).find());
    return site.map(Site::fixes).orElse(List.of());
  }

  private void find() {
    var rewriting = new Rewriting(site);
    switch (site.problem().code()) {
      case "unknown-key" -> {
        rewriting.meant(site.keys());
        if (site.fixes().isEmpty()) {
          remove();
        }
      }
      case "duplicate-key", "conflict", "default", "secret-default" -> remove();
      case "missing-key" -> missing();
      case "value" -> rewriting.meant(site.words());
      case "unknown-action", "unknown-type", "unknown-approver" -> {
        rewriting.meant(site.values());
        if (site.fixes().isEmpty()) {
          removeItem();
        }
      }
      case "unknown-target",
          "unknown-rule",
          "unknown-environment",
          "unknown-source",
          "rollback-source" ->
          rewriting.meant(site.values());
      case "unknown-label" -> rewriting.label();
      case "rollback-params" -> rewriting.rollbackParameter();
      case "type" -> rewriting.ofType();
      case "scalar", "unquoted-date", "yaml-dialect", "key" -> rewriting.unambiguous();
      case "unmarked-secret" -> {
        add("secret", "true");
        add("secret", "false");
      }
      case "unbound-target" ->
          site.map().flatMap(m -> Bindings.of(site.bench(), m)).ifPresent(b -> add("binding", b));
      case "approval" -> approval();
      case "no-rollback" -> set("reversible", "false");
      case "not-reversible" -> {
        set("reversible", "true");
        remove();
      }
      case "broad-allow" -> lowRisk();
      case "version" -> rewriting.version();
      case "name" -> rewriting.named();
      case "duplicate-action",
          "duplicate-target",
          "duplicate-rule",
          "duplicate-test",
          "duplicate-parameter" ->
          rewriting.another();
      default -> {}
    }
  }

  private void remove() {
    site.entry()
        .ifPresent(e ->
            site.offer(
                "Remove `" + e.key().text() + "`",
                site.parent().flatMap(map -> site.patch().remove(map, e))));
  }

  private void removeItem() {
    if (!site.spot().parents().isEmpty()
        && site.spot().parents().getLast() instanceof Node.Sequence list) {
      site.offer(
          "Remove " + site.patch().written(site.spot().node()),
          site.patch().remove(list, site.spot().node()));
    }
  }

  private void missing() {
    site.map().filter(map -> !map.entries().isEmpty()).ifPresent(this::missing);
  }

  private void missing(Node.Mapping map) {
    var place = site.placeOf(map.entries().getFirst().key());
    if (place.isEmpty()) {
      return;
    }
    var said = place.get().caret().beside();
    var there = Nodes.keys(map);
    for (var form : place.get().shape().seeing(said)) {
      for (var key : form.fields().known().keySet()) {
        if (form.fields().required().contains(key)
            && !there.contains(key)
            && site.problem().message().contains("`" + key + "`")) {
          var shape = form.fields().known().get(key);
          new Samples(site.bench(), site.file())
              .of(place.get(), key, shape == null ? Shape.ANY : shape)
              .ifPresent(value ->
                  site.offer(
                      "Add `" + key + ": " + value + "`", site.patch().add(map, key, value)));
        }
      }
    }
  }

  private void add(String key, String value) {
    site.map()
        .ifPresent(m ->
            site.offer(
                "Add `" + key + (value.contains("\n") ? "" : ": " + value) + "`",
                site.patch().add(m, key, value)));
  }

  private void set(String key, String value) {
    site.parent()
        .ifPresent(map ->
            Nodes.entry(map, key)
                .ifPresentOrElse(
                    e ->
                        site.offer(
                            "Write `" + key + ": " + value + "`",
                            Optional.of(site.patch().replace(e.value(), value))),
                    () ->
                        site.offer(
                            "Add `" + key + ": " + value + "`",
                            site.patch().add(map, key, value))));
  }

  private void approval() {
    var rule =
        site.spot().node() instanceof Node.Mapping map && Nodes.entry(map, "approval").isPresent()
            ? Optional.of(map)
            : site.spot().parents().reversed().stream()
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .filter(map -> Nodes.entry(map, "approval").isPresent())
                .findFirst();
    rule.ifPresent(map -> {
      Nodes.entry(map, "approval")
          .ifPresent(e -> site.offer("Remove `approval`", site.patch().remove(map, e)));
      Nodes.entry(map, "decision")
          .ifPresent(e ->
              site.offer(
                  "Write `decision: require_approval`",
                  Optional.of(site.patch().replace(e.value(), "require_approval"))));
    });
  }

  private void lowRisk() {
    site.map()
        .ifPresent(
            map -> site.offer("Only at low risk", site.patch().add(map, "risk_classes", "[low]")));
  }
}
