package dev.agentsafe.editors.assist;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Suggestion;
import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.schema.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes another value or key in the place of one that is wrong. */
record Rewriting(Site site) {

  void meant(List<String> known) {
    if (site.spot().node() instanceof Node.Scalar scalar) {
      Suggestion.of(scalar.text(), known)
          .filter(near -> !near.equals(scalar.text()))
          .ifPresent(near ->
              site.offer(
                  "Write `" + near + "`",
                  Optional.of(site.patch().replace(scalar, Written.text(near)))));
    }
  }

  void label() {
    meant(site.values());
    if (site.fixes().isEmpty() && site.entry().isPresent() && !site.spot().path().isEmpty()) {
      var key = site.entry().get().key();
      var known = new TreeSet<String>();
      site.bench().names(Name.Kind.LABEL).stream()
          .filter(Name::declared)
          .forEach(name -> known.add(name.text()));
      Suggestion.of(key.text(), known)
          .filter(near -> !near.equals(key.text()))
          .ifPresent(near ->
              site.offer(
                  "Write `" + near + "`",
                  Optional.of(site.patch().replace(key, Written.text(near)))));
    }
  }

  void rollbackParameter() {
    site.entry()
        .filter(e ->
            site.parent().filter(map -> !Nodes.keys(map).contains("rollback_params")).isPresent())
        .ifPresent(e -> {
          site.placeOf(e.key())
              .map(place -> new Vocabulary(site.bench(), site.file().path()).keys(place).all())
              .flatMap(known -> Suggestion.of(e.key().text(), known))
              .filter(near -> !near.equals(e.key().text()))
              .ifPresent(near ->
                  site.offer(
                      "Write `" + near + "`",
                      Optional.of(site.patch().replace(e.key(), Written.text(near)))));
        });
  }

  void ofType() {
    if (!(site.spot().node() instanceof Node.Scalar scalar)) {
      return;
    }
    var shape = site.place().map(Place::shape).orElse(Shape.ANY);
    var types = shape.values().types();
    if (site.entry().filter(e -> e.key().text().equals("version")).isPresent()) {
      version();
    } else if (types.contains(Shape.Type.TEXT) && !(scalar.value() instanceof Value.Null)) {
      unambiguous();
    } else if (scalar.form() == Node.Form.QUOTED && isPlainOf(types, scalar.text())) {
      site.offer("Take the quotes away", Optional.of(site.patch().replace(scalar, scalar.text())));
    } else if (types.contains(Shape.Type.LIST)
        && !(scalar.value() instanceof Value.Null)
        && !site.patch().isBlock(scalar)
        && shape.items().filter(i -> i.values().types().contains(Shape.Type.TEXT)).isPresent()) {
      site.offer(
          "Make it a list",
          Optional.of(site.patch().replace(scalar, "[" + site.patch().written(scalar) + "]")));
    }
  }

  private static boolean isPlainOf(Set<Shape.Type> types, String text) {
    return (types.contains(Shape.Type.INTEGER) && text.matches("-?(0|[1-9][0-9]{0,17})"))
        || (types.contains(Shape.Type.FLAG) && (text.equals("true") || text.equals("false")));
  }

  /** A text in quotes; where no text may stand, the value written as both dialects read it. */
  void unambiguous() {
    if (!(site.spot().node() instanceof Node.Scalar scalar)) {
      return;
    }
    var types =
        site.spot().onKey()
            ? Set.of(Shape.Type.TEXT)
            : site.place().map(p -> p.shape().values().types()).orElse(Set.of());
    if (types.isEmpty() || types.contains(Shape.Type.TEXT)) {
      site.offer(
          "Put it in quotes",
          Optional.of(site.patch().replace(scalar, Written.quoted(scalar.text()))));
    } else if (scalar.value() instanceof Value.Bool(var flag)) {
      site.offer(
          "Write `" + flag + "`", Optional.of(site.patch().replace(scalar, String.valueOf(flag))));
    } else if (scalar.value() instanceof Value.Int(var number)) {
      site.offer(
          "Write `" + number + "`", Optional.of(site.patch().replace(scalar, number.toString())));
    }
  }

  void version() {
    if (site.spot().node() instanceof Node.Scalar scalar
        && scalar.text().matches("[0-9]+(\\.[0-9]+)?")) {
      var full = scalar.text().contains(".") ? scalar.text() + ".0" : scalar.text() + ".0.0";
      site.offer("Write `" + full + "`", Optional.of(site.patch().replace(scalar, full)));
    }
  }

  void named() {
    if (site.spot().node() instanceof Node.Scalar scalar) {
      var fitting =
          scalar
              .text()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9-]+", "-")
              .replaceAll("^[-0-9]+|-+$", "");
      if (!fitting.isEmpty()) {
        site.offer("Write `" + fitting + "`", Optional.of(site.patch().replace(scalar, fitting)));
      }
    }
  }

  void another() {
    if (!(site.spot().node() instanceof Node.Scalar scalar)) {
      return;
    }
    var taken = new TreeSet<String>();
    site.bench().names().forEach(name -> taken.add(name.text()));
    int number = 2;
    while (taken.contains(scalar.text() + "-" + number)) {
      number++;
    }
    var other = scalar.text() + "-" + number;
    site.offer(
        "Call it `" + other + "`", Optional.of(site.patch().replace(scalar, Written.text(other))));
  }
}
