package dev.agentsafe.editors.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Times and sizes of what a look at a repository reads; stateless. */
final class Stamp {
  private static final List<String> OF_FOLDER =
      List.of(
          "HEAD",
          "index",
          "logs/HEAD",
          "MERGE_HEAD",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "BISECT_LOG",
          "rebase-merge",
          "rebase-apply");
  private static final List<String> OF_ALL =
      List.of("config", "packed-refs", "info/exclude", "info/attributes", "reftable/tables.list");

  private final StringBuilder text = new StringBuilder();

  private Stamp() {}

  static String of(Place place, List<Path> files) {
    var stamp = new Stamp();
    try {
      switch (Whereabouts.of(place.root())) {
        case Whereabouts.Nowhere nowhere -> stamp.text.append("nowhere");
        case Whereabouts.Closed closed -> stamp.text.append(closed);
        case Whereabouts.At at -> stamp.add(at, place, files);
      }
    } catch (IOException e) {
      stamp.text.append(e.getMessage());
    }
    return stamp.text.toString();
  }

  private void add(Whereabouts.At at, Place place, List<Path> files) throws IOException {
    text.append(at);
    OF_FOLDER.forEach(name -> add(at.git().resolve(name)));
    OF_ALL.forEach(name -> add(at.common().resolve(name)));
    branch(at);
    for (var folder = place.root().toRealPath();
        folder != null && folder.startsWith(at.files());
        folder = folder.getParent()) {
      add(folder.resolve(".gitignore"));
      add(folder.resolve(".gitattributes"));
    }
    for (var folder : place.folders()) {
      add(folder);
      add(folder.resolve(".gitignore"));
      add(folder.resolve(".gitattributes"));
    }
    add(FS.DETECTED.userHome().toPath().resolve(".gitconfig"));
    var other = SystemReader.getInstance().getXdgConfigDirectory(FS.DETECTED);
    if (other != null) {
      add(other.resolve("git/config"));
    }
    files.forEach(this::add);
  }

  /** Where its branch is a file, that changes with each commit whoever made it. */
  private void branch(Whereabouts.At at) throws IOException {
    String head;
    try (var in = Files.newInputStream(at.git().resolve("HEAD"))) {
      head = new String(in.readNBytes(1 << 12), StandardCharsets.UTF_8).strip();
    }
    if (head.startsWith("ref: refs/")) {
      add(at.common().resolve(head.substring("ref: ".length())));
    }
  }

  private void add(Path file) {
    try {
      var is = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      text.append(is.lastModifiedTime().to(TimeUnit.NANOSECONDS))
          .append(':')
          .append(is.size())
          .append(' ');
    } catch (NoSuchFileException e) {
      text.append("- ");
    } catch (IOException e) {
      text.append("? ");
    }
  }
}
