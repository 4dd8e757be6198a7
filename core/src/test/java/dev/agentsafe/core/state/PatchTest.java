package dev.agentsafe.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.RandomValues;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PatchTest {

  @Test
  void saysWhatIsDifferentDeepDown() {
    var before = json("{\"spec\": {\"replicas\": 3, \"ports\": [80, 443], \"a/b~\": 1}, \"x\": 1}");
    var after =
        json("{\"spec\": {\"replicas\": 5, \"ports\": [80, 8080, 443], \"a/b~\": 2}, \"y\": true}");
    assertThat(CanonicalJson.text(Patch.between(before, after).toValue()))
        .isEqualTo(
            "[{\"op\": \"replace\", \"path\": \"/spec/a~1b~0\", \"value\": 2},"
                + " {\"op\": \"add\", \"path\": \"/spec/ports/1\", \"value\": 8080},"
                + " {\"op\": \"replace\", \"path\": \"/spec/replicas\", \"value\": 5},"
                + " {\"op\": \"remove\", \"path\": \"/x\"},"
                + " {\"op\": \"add\", \"path\": \"/y\", \"value\": true}]");
  }

  @Test
  void whatMeansTheSameIsNoDifference() {
    assertThat(Patch.between(json("[1, {\"a\": 0.0}]"), json("[1.0, {\"a\": -0.0}]")).operations())
        .isEmpty();
    assertThat(Patch.between(json("[1]"), json("[true]")).operations()).hasSize(1);
  }

  @Test
  void appliedToTheOneItGivesTheOther() {
    var random = new Random(11);
    var values = new RandomValues(random);
    for (var i = 0; i < 20_000; i++) {
      Value before = values.value(4);
      Value after = random.nextBoolean() ? values.value(4) : edited(before, random, values);
      var patched = before;
      for (var operation : Patch.between(before, after).operations()) {
        patched = apply(patched, steps(operation.path()), operation);
      }
      assertThat(Meaning.same(patched, after))
          .as("%s to %s", CanonicalJson.text(before), CanonicalJson.text(after))
          .isTrue();
    }
  }

  /** The same value with something changed somewhere inside. */
  private static Value edited(Value value, Random random, RandomValues values) {
    return switch (value) {
      case Value.Fields f when !f.values().isEmpty() -> {
        var members = new LinkedHashMap<>(f.values());
        var name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
        members.computeIfPresent(name, (k, v) -> edited(v, random, values));
        yield new Value.Fields(members);
      }
      case Value.Items(var items) when !items.isEmpty() -> {
        var copy = new ArrayList<>(items);
        var at = random.nextInt(copy.size());
        switch (random.nextInt(3)) {
          case 0 -> copy.remove(at);
          case 1 -> copy.add(at, values.value(1));
          default -> copy.set(at, edited(copy.get(at), random, values));
        }
        yield new Value.Items(copy);
      }
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.Real _,
          Value.Text _,
          Value.Items _,
          Value.Fields _ ->
          values.value(1);
    };
  }

  private static List<String> steps(String path) {
    var steps = new ArrayList<String>();
    if (!path.isEmpty()) {
      for (var step : path.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return steps;
  }

  private static Value apply(Value to, List<String> steps, Patch.Operation operation) {
    if (steps.isEmpty()) {
      return ((Patch.Operation.Replace) operation).value();
    }
    var step = steps.getFirst();
    var rest = steps.subList(1, steps.size());
    if (to instanceof Value.Items(var items)) {
      var copy = new ArrayList<>(items);
      var at = Integer.parseInt(step);
      switch (operation) {
        case Patch.Operation.Add add when rest.isEmpty() -> copy.add(at, add.value());
        case Patch.Operation.Remove _ when rest.isEmpty() -> copy.remove(at);
        case Patch.Operation.Add _, Patch.Operation.Remove _, Patch.Operation.Replace _ ->
            copy.set(at, apply(copy.get(at), rest, operation));
      }
      return new Value.Items(copy);
    }
    var members = new LinkedHashMap<>(((Value.Fields) to).values());
    switch (operation) {
      case Patch.Operation.Add add when rest.isEmpty() -> members.put(step, add.value());
      case Patch.Operation.Remove _ when rest.isEmpty() -> members.remove(step);
      case Patch.Operation.Add _, Patch.Operation.Remove _, Patch.Operation.Replace _ ->
          members.computeIfPresent(step, (k, v) -> apply(v, rest, operation));
    }
    return new Value.Fields(members);
  }

  private static Value json(String text) {
    return ((Json.Read.Good) Json.read(text)).value();
  }
}
