package dev.agentsafe.app.tour;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javax.imageio.ImageIO;

/** Pictures of screens as PNG. */
public final class Picture {
  private Picture() {}

  /** The image as a PNG file's bytes; away from the FX thread. */
  public static byte[] png(Image image) {
    var width = (int) image.getWidth();
    var height = (int) image.getHeight();
    var pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    var buffer = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    buffer.setRGB(0, 0, width, height, pixels, 0, width);
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(buffer, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
