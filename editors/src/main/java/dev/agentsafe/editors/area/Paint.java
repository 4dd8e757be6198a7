package dev.agentsafe.editors.area;

/** Says how rows look; FX thread only. */
@FunctionalInterface
public interface Paint {

  /**
   * How some columns of a row look, now. It is asked each time that these are laid out, so it has
   * to be quick, and what it says is compared with what is on the screen.
   *
   * @param from the first column wanted
   * @param to just behind the last one
   */
  Painted of(int row, int from, int to);
}
