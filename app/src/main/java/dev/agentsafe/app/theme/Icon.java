package dev.agentsafe.app.theme;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The icons in use. */
public enum Icon {
  INBOX(Feather.INBOX),
  RUNS(Feather.PLAY_CIRCLE),
  LOG(Feather.LIST),
  VERIFY(Feather.SHIELD),
  POLICIES(Feather.FILE_TEXT),
  ACTIONS(Feather.PACKAGE),
  SETTINGS(Feather.SETTINGS),
  SEARCH(Feather.SEARCH),
  COLLAPSE(Feather.SIDEBAR),
  PASS(Feather.CHECK),
  WARN(Feather.ALERT_TRIANGLE),
  FAIL(Feather.X),
  STOP(Feather.X_OCTAGON),
  INFO(Feather.INFO),
  WAIT(Feather.CLOCK),
  UNKNOWN(Feather.HELP_CIRCLE),
  SKIPPED(Feather.SKIP_FORWARD),
  ROLLBACK(Feather.ROTATE_CCW),
  ARROW(Feather.ARROW_RIGHT),
  CHEVRON(Feather.CHEVRON_RIGHT),
  AGENT(Feather.CPU),
  FREEZE(Feather.PAUSE_CIRCLE),
  PAUSE(Feather.PAUSE),
  RESUME(Feather.PLAY),
  PERSON(Feather.USER),
  LOCK(Feather.LOCK),
  WORKSPACE(Feather.FOLDER),
  JOURNAL(Feather.LINK),
  GATEWAY(Feather.RADIO),
  TICKET(Feather.TAG),
  FILE(Feather.FILE),
  COPY(Feather.COPY),
  BRANCH(Feather.GIT_BRANCH),
  BACK(Feather.ARROW_LEFT),
  LESS(Feather.MINIMIZE_2),
  PLAN(Feather.LAYERS),
  HELP(Feather.HELP_CIRCLE),
  KEY(Feather.HASH),
  VALUE(Feather.TYPE),
  TARGET(Feather.TARGET),
  EXPORT(Feather.DOWNLOAD),
  RISK_LOW(Feather.CHEVRON_DOWN),
  RISK_MEDIUM(Feather.MINUS),
  RISK_HIGH(Feather.CHEVRON_UP),
  RISK_CRITICAL(Feather.CHEVRONS_UP);

  private final Feather glyph;

  Icon(Feather glyph) {
    this.glyph = glyph;
  }

  /** The picture itself, for a node that shows one after the other. */
  public Ikon glyph() {
    return glyph;
  }

  /** A new node that shows it in the colour of the text around it. */
  public FontIcon node() {
    var icon = new FontIcon(glyph);
    icon.getStyleClass().add("icon");
    return icon;
  }
}
