package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.assist.Caret.Role;
import dev.agentsafe.editors.assist.Offer.Insertion;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shape;
import dev.agentsafe.editors.schema.Shapes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be written at a caret, from the schemas and from what the workspace declares. */
final class Completion {
  /** Of two keys that say the same only one may be there. */
  private static final Map<String, String> EITHER =
      Map.of(
          "start", "start_hour",
          "start_hour", "start",
          "end", "end_hour",
          "end_hour", "end",
          "jwks_url", "jwks_file",
          "jwks_file", "jwks_url",
          "env", "file",
          "kubernetes", "aws",
          "aws", "kubernetes");

  private final Workbench bench;
  private final Shapes shapes;
  private final TextFile file;

  Completion(Workbench bench, Shapes shapes, TextFile file) {
    this.bench = bench;
    this.shapes = shapes;
    this.file = file;
  }

  /** Everything that can be written there, what was begun first. */
  List<Offer> at(int offset) {
    var caret = CaretReader.at(file.text(), offset);
    if (caret.role() == Role.NONE) {
      return List.of();
    }
    var place = Place.of(file.kind(), caret, shapes);
    if (place.isEmpty()) {
      return List.of();
    }
    var offers = new ArrayList<Offer>();
    switch (caret.role()) {
      case KEY -> keys(place.get(), offers);
      case VALUE -> values(place.get(), offers);
      case OPEN -> open(place.get(), offers);
      case NONE -> {}
    }
    offers.sort(Comparator.comparingInt(offer -> offer.rank(caret.word().before())));
    return List.copyOf(offers);
  }

  private void open(Place place, List<Offer> offers) {
    var types = place.shape().values().types();
    if (types.contains(Shape.Type.MAPPING)) {
      keys(place, offers);
    }
    if (place.caret().beside().isEmpty()) {
      var items = place.shape().items();
      if (types.contains(Shape.Type.LIST)
          && items.isPresent()
          && !place.caret().frames().isEmpty()) {
        items(new Place(place.kind(), inItem(place.caret()), items.get()), offers);
      } else {
        values(place, offers);
      }
    }
  }

  private static Caret inItem(Caret caret) {
    var frames = new ArrayList<>(caret.frames());
    frames.add(new Caret.Frame.Item());
    var layout = caret.layout();
    return new Caret(
        frames,
        caret.role(),
        caret.word(),
        caret.beside(),
        new Caret.Layout(layout.column() + 2, layout.flow(), "- "));
  }

  /** Where a list is expected and no dash is there yet. */
  private void items(Place place, List<Offer> offers) {
    if (place.shape().values().types().contains(Shape.Type.MAPPING)) {
      keys(place, offers);
    } else {
      values(place, offers);
    }
  }

  private void keys(Place place, List<Offer> offers) {
    var beside = place.caret().beside();
    var offered = new LinkedHashSet<String>();
    for (var form : place.shape().seeing(beside)) {
      form.fields()
          .known()
          .forEach((name, shape) -> {
            if (isOpen(name, beside) && offered.add(name)) {
              offers.add(key(place, name, shape, form.fields().required().contains(name)));
            }
          });
    }
    var free = place.shape().fields().free();
    var isFree = free.isPresent() || place.caret().path().equals("tests[].params");
    if (isFree) {
      new Vocabulary(bench, file.path())
          .keys(place)
          .all()
          .forEach(name -> {
            if (!beside.containsKey(name) && offered.add(name)) {
              offers.add(key(place, name, free.orElse(Shape.ANY), false));
            }
          });
    }
    offers.sort(Comparator.comparing(offer -> !offer.detail().endsWith("required")));
  }

  private static boolean isOpen(String name, Map<String, String> beside) {
    if (beside.containsKey(name) || beside.containsKey(EITHER.getOrDefault(name, ""))) {
      return false;
    }
    var decision = beside.getOrDefault("decision", "require_approval");
    return !name.equals("approval") || decision.isEmpty() || decision.equals("require_approval");
  }

  private static Offer key(Place place, String name, Shape shape, boolean required) {
    var types =
        shape.values().types().stream()
            .filter(type -> type != Shape.Type.NOTHING)
            .map(Shape.Type::words)
            .toList();
    var detail = String.join(" or ", types) + (required ? ", required" : "");
    return new Offer(
        name, Offer.Kind.KEY, detail, shape.meaning(), Layouts.key(place.caret(), name, shape));
  }

  private void values(Place place, List<Offer> offers) {
    var shape = place.shape();
    var fallback = shape.values().fallback();
    var seen = new LinkedHashSet<String>();
    for (var word : shape.values().words()) {
      if (seen.add(word)) {
        var detail = fallback.equals(Optional.of(word)) ? "default" : "";
        offers.add(
            new Offer(
                word, Offer.Kind.WORD, detail, shape.meaning(), value(place.caret(), word, false)));
      }
    }
    if (shape.values().words().isEmpty()) {
      names(place, seen, offers);
      if (fallback.isPresent()
          && !shape.values().allows(Shape.Type.LIST)
          && seen.add(fallback.get())) {
        boolean text = shape.values().types().contains(Shape.Type.TEXT);
        offers.add(
            new Offer(
                fallback.get(),
                Offer.Kind.WORD,
                "default",
                shape.meaning(),
                value(place.caret(), fallback.get(), text)));
      }
    }
  }

  private void names(Place place, Set<String> seen, List<Offer> offers) {
    if (!isSingle(place.shape())) {
      return;
    }
    var words = new Vocabulary(bench, file.path()).values(place);
    var about = new About(bench);
    for (var word : words.all()) {
      if (seen.add(word)) {
        offers.add(
            new Offer(
                word,
                words.kind().map(Completion::kind).orElse(Offer.Kind.WORD),
                words.kind().map(kind -> about.brief(kind, word)).orElse(""),
                "",
                value(place.caret(), word, true)));
      }
    }
  }

  /** Whether a single value may stand there. */
  private static boolean isSingle(Shape shape) {
    var types = shape.values().types();
    return types.isEmpty() || types.contains(Shape.Type.TEXT);
  }

  private static Offer.Kind kind(Name.Kind kind) {
    return switch (kind) {
      case ACTION -> Offer.Kind.ACTION;
      case TARGET -> Offer.Kind.TARGET;
      case RULE, TEST -> Offer.Kind.RULE;
      case AGENT, AGENT_ROLE, AGENT_GROUP, OPERATOR, OPERATOR_ROLE, OPERATOR_GROUP ->
          Offer.Kind.PERSON;
      case PARAMETER, STATE_FIELD, TARGET_TYPE, ENVIRONMENT, LABEL, LABEL_VALUE -> Offer.Kind.NAME;
    };
  }

  private Insertion value(Caret caret, String word, boolean text) {
    var begun = file.text().startsWith("\"", caret.word().from());
    var written = !text ? word : begun ? Written.quoted(word) : Written.text(word);
    var all = caret.layout().lead() + written;
    return new Insertion(new Edit(caret.word().from(), caret.word().to(), all), all.length());
  }
}
