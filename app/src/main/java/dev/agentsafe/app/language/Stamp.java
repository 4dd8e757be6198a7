package dev.agentsafe.app.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When files were written and how long they are: enough to see that somebody changed one. */
public record Stamp(Map<Path, Of> files) {
  public Stamp {
    files = Map.copyOf(files);
  }

  /** One file. */
  public record Of(FileTime written, long length) {}

  /** Those of files, and of what is in folders. */
  public static Stamp of(List<Path> places) {
    var found = new TreeMap<Path, Of>();
    for (var place : places) {
      take(place, found);
      if (Files.isDirectory(place)) {
        try (var inside = Files.list(place)) {
          inside.forEach(file -> take(file, found));
        } catch (IOException e) {
          // Whoever reads the folder says that it cannot be read.
          found.remove(place);
        }
      }
    }
    return new Stamp(found);
  }

  private static void take(Path file, Map<Path, Of> found) {
    try {
      var is = Files.readAttributes(file, BasicFileAttributes.class);
      found.put(file, new Of(is.lastModifiedTime(), is.size()));
    } catch (IOException e) {
      // It is not there any more: that is a change too.
      found.remove(file);
    }
  }
}
