package dev.agentsafe.editors.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.util.FS;

/**
 * Finds the repository that a folder is in, and looks whether it is only what it seems to be: what
 * its files say leads nowhere else, and was made by whoever made the workspace.
 */
sealed interface Whereabouts {
  /** More than anybody writes of files to leave out. */
  int LONGEST = 1 << 20;

  /** More than what is staged of half a million files takes. */
  int LARGEST = 1 << 26;

  /** The folder is in none. */
  record Nowhere() implements Whereabouts {}

  /** It is left alone. */
  record Closed(Trouble trouble, String detail) implements Whereabouts {}

  /**
   * It is there.
   *
   * @param files the folder of its files
   * @param git what is of this folder alone
   * @param common what it has in common with other folders of the same repository
   */
  record At(Path files, Path git, Path common) implements Whereabouts {}

  /** Looks from a folder upwards. */
  static Whereabouts of(Path folder) throws IOException {
    var from = folder.toRealPath();
    for (var at = from; at != null; at = at.getParent()) {
      var dot = at.resolve(".git");
      if (Files.exists(dot, LinkOption.NOFOLLOW_LINKS)) {
        return checked(from, at, dot);
      }
      if (isBare(at)) {
        return new Closed(Trouble.BARE, at.toString());
      }
    }
    return new Nowhere();
  }

  private static boolean isBare(Path folder) {
    return Files.isRegularFile(folder.resolve("HEAD"))
        && Files.isDirectory(folder.resolve("objects"))
        && Files.isDirectory(folder.resolve("refs"));
  }

  private static Whereabouts checked(Path workspace, Path files, Path dot) throws IOException {
    if (Files.isSymbolicLink(dot)) {
      return new Closed(Trouble.LEADS_AWAY, dot + " → " + Files.readSymbolicLink(dot));
    }
    if (Files.isDirectory(dot)) {
      // What a folder has in common with others is of those alone that are linked to it.
      return Files.exists(dot.resolve("commondir"), LinkOption.NOFOLLOW_LINKS)
          ? new Closed(Trouble.LEADS_AWAY, dot.resolve("commondir").toString())
          : examined(workspace, new At(files, dot, dot));
    }
    var git = named(dot, "gitdir: ", files);
    if (git.isEmpty()) {
      return new Closed(Trouble.BROKEN, dot.toString());
    }
    var common = common(git.get());
    return common.isPresent() && leadsBack(git.get(), dot, files)
        ? examined(workspace, new At(files, git.get(), common.get()))
        : new Closed(Trouble.LEADS_AWAY, dot + " → " + git.get());
  }

  /** The folder that a file names, if it is one. */
  private static Optional<Path> named(Path file, String before, Path from) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    String text;
    try (var in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(1 << 14), StandardCharsets.UTF_8).stripTrailing();
    }
    if (!text.startsWith(before)) {
      return Optional.empty();
    }
    try {
      var named = from.resolve(text.substring(before.length()));
      return Files.exists(named) ? Optional.of(named.toRealPath()) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Of a linked folder it is {@code REPOSITORY/worktrees/NAME}, of a submodule it is itself. */
  private static Optional<Path> common(Path git) throws IOException {
    var said = git.resolve("commondir");
    if (!Files.exists(said, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(git);
    }
    var worktrees = git.getParent();
    var usual = worktrees == null ? null : worktrees.getParent();
    return named(said, "", git).filter(common -> common.equals(usual));
  }

  private static boolean leadsBack(Path git, Path dot, Path files) throws IOException {
    var back = git.resolve("gitdir");
    if (Files.exists(back, LinkOption.NOFOLLOW_LINKS)) {
      return named(back, "", git).filter(dot::equals).isPresent();
    }
    var config = git.resolve("config");
    if (!Files.isRegularFile(config, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      var said = Configuration.read(config).getString("core", null, "worktree");
      var there = said == null ? git : git.resolve(said);
      return Files.exists(there) && there.toRealPath().equals(files);
    } catch (ConfigInvalidException | InvalidPathException e) {
      return false;
    }
  }

  private static Whereabouts examined(Path workspace, At at) throws IOException {
    var astray =
        Stream.of(
                at.git().resolve("HEAD"),
                at.git().resolve("index"),
                at.git().resolve("logs"),
                at.common().resolve("config"),
                at.common().resolve("logs"),
                at.common().resolve("objects"),
                at.common().resolve("packed-refs"),
                at.common().resolve("refs"),
                at.common().resolve("reftable"))
            .filter(Files::isSymbolicLink)
            .findFirst();
    if (astray.isPresent()) {
      return new Closed(
          Trouble.LEADS_AWAY, astray.get() + " → " + Files.readSymbolicLink(astray.get()));
    }
    var borrowed = at.common().resolve("objects/info/alternates");
    if (Files.exists(borrowed, LinkOption.NOFOLLOW_LINKS)) {
      return new Closed(Trouble.LEADS_AWAY, borrowed.toString());
    }
    for (var name : List.of("info/exclude", "info/attributes")) {
      var lines = at.common().resolve(name);
      if (!isOfLines(lines)) {
        return new Closed(Trouble.BROKEN, lines.toString());
      }
    }
    var staged = at.git().resolve("index");
    if (Files.exists(staged) && Files.size(staged) > LARGEST) {
      return new Closed(Trouble.TOO_LARGE, staged.toString());
    }
    if (!Files.isRegularFile(at.git().resolve("HEAD"))
        || !Files.isDirectory(at.common().resolve("objects"))) {
      return new Closed(Trouble.BROKEN, at.git().toString());
    }
    var owner = Owners.of(at.common());
    if (!owner.equals(Owners.of(workspace))) {
      return new Closed(Trouble.OTHER_OWNER, at.common() + " (" + owner + ")");
    }
    return configured(at);
  }

  /** Whether it can be read to its end; also where it is not there. */
  private static boolean isOfLines(Path file) throws IOException {
    return !Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) <= LONGEST);
  }

  private static Whereabouts configured(At at) throws IOException {
    var file = at.common().resolve("config");
    Config config;
    try {
      config = Configuration.read(file);
    } catch (ConfigInvalidException e) {
      return new Closed(Trouble.BROKEN, file + ": " + e.getMessage());
    }
    // Also under a name, [include "x"]: JGit follows those too.
    if (config.getSections().contains("include") || config.getSections().contains("includeif")) {
      return new Closed(Trouble.INCLUDES, file.toString());
    }
    if (config.getBoolean("core", "bare", false) && at.git().equals(at.common())) {
      return new Closed(Trouble.BARE, at.git().toString());
    }
    var objects = config.getString("extensions", null, "objectFormat");
    if (objects != null && !objects.equalsIgnoreCase("sha1")) {
      return new Closed(Trouble.UNKNOWN_FORMAT, objects);
    }
    for (var name : List.of("excludesFile", "attributesFile")) {
      var lines = config.getPath("core", null, name, FS.DETECTED, null, null);
      if (lines != null && !isOfLines(lines)) {
        return new Closed(Trouble.BROKEN, "core." + name + " = " + lines);
      }
    }
    var files = config.getString("core", null, "worktree");
    if (files != null
        && at.git().equals(at.common())
        && !at.git().resolve(files).normalize().equals(at.files())) {
      return new Closed(Trouble.LEADS_AWAY, "core.worktree = " + files);
    }
    return at;
  }
}
