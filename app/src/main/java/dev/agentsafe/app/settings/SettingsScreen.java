package dev.agentsafe.app.settings;

import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.Place;
import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.core.identity.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Look and text size; the workspace, operator and gateway in force. */
public final class SettingsScreen implements Screen {
  private final Theme theme;
  private final ObjectProperty<Place> place;
  private final Operator operator;
  private Optional<ScrollPane> view = Optional.empty();

  /** The settings of that theme at that place. */
  public SettingsScreen(Theme theme, Place place, Operator operator) {
    this.theme = theme;
    this.place = new SimpleObjectProperty<>(this, "place", place);
    this.operator = operator;
  }

  /** Shows the workspace as it is by now. */
  public void show(Place now) {
    place.set(now);
  }

  private ScrollPane view() {
    var title = Section.text(Words.of("settings.title"), "question-action");
    var workspace = new VBox();
    place.subscribe(now ->
        workspace
            .getChildren()
            .setAll(new Section(Words.of("settings.workspace"), workspace(now))));
    var pane =
        new VBox(
            title,
            new Section(Words.of("settings.look"), look(theme)),
            workspace,
            new Section(Words.of("settings.operator"), person(operator)));
    pane.getStyleClass().addAll("question", "settings");
    pane.setMinWidth(0);
    var scroll = new ScrollPane(pane);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().addAll("edge-to-edge", "detail-scroll");
    return scroll;
  }

  private static FieldGrid look(Theme theme) {
    var group = new ToggleGroup();
    var looks = new HBox();
    looks.getStyleClass().add("filter-chips");
    for (var look : Look.values()) {
      var chip = new ToggleButton(word(look));
      chip.getStyleClass().add("filter-chip");
      chip.setId("look-" + look.name().toLowerCase(Locale.ROOT));
      chip.setAccessibleText(word(look));
      chip.setToggleGroup(group);
      chip.setOnAction(e -> theme.look().set(look));
      theme.look().subscribe(now -> chip.setSelected(now == look));
      looks.getChildren().add(chip);
    }
    var smaller = new Button("−");
    smaller.setAccessibleText(Words.of("settings.smaller"));
    smaller.setOnAction(e -> theme.zoom(-1));
    var larger = new Button("+");
    larger.setAccessibleText(Words.of("settings.larger"));
    larger.setOnAction(e -> theme.zoom(1));
    var size = new Label();
    size.setMinWidth(56);
    size.textProperty()
        .bind(
            theme
                .scale()
                .map(s -> Words.of("settings.percent", Math.round(s.doubleValue() * 100))));
    var keys = new Label(Words.of("settings.keys"));
    keys.getStyleClass().add("muted");
    return new FieldGrid()
        .line(Words.of("settings.colours"), looks)
        .line(Words.of("settings.size"), Section.row(smaller, larger, size, keys));
  }

  private static String word(Look look) {
    return switch (look) {
      case SYSTEM -> Words.of("settings.system");
      case LIGHT -> Words.of("settings.light");
      case DARK -> Words.of("settings.dark");
    };
  }

  private static FieldGrid workspace(Place place) {
    var names = place.names();
    return new FieldGrid()
        .code(Words.of("settings.folder"), place.root().toString())
        .code(Words.of("settings.journal"), place.journal().toString())
        .line(
            Words.of("settings.holds"),
            Words.of(
                "settings.counts",
                names.actions().size(),
                names.targets().size(),
                names.rules().size()))
        .code(Words.of("settings.version"), place.policyVersion())
        .code(Words.of("settings.gateway"), place.gateway())
        .line("", Section.text(Words.of("settings.file"), "muted"));
  }

  private static FieldGrid person(Operator operator) {
    return new FieldGrid()
        .line(Words.of("settings.name"), operator.name())
        .code(Words.of("settings.id"), operator.id().value())
        .line(Words.of("settings.roles"), list(operator.roles()))
        .line(Words.of("settings.groups"), list(operator.groups()));
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? Words.of("who.none") : String.join(", ", names);
  }

  @Override
  public Entry entry() {
    return new Entry("settings", Group.SYSTEM, Words.of("settings.title"), Icon.SETTINGS);
  }

  @Override
  public Node node() {
    var made = view();
    view = Optional.of(made);
    return made;
  }

  @Override
  public void shown() {
    view.ifPresent(Focus::on);
  }
}
