package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.editors.git.Committed;
import dev.agentsafe.editors.git.Mark;
import dev.agentsafe.editors.git.Standing;
import dev.agentsafe.editors.git.Trouble;
import dev.agentsafe.editors.git.Underway;
import java.nio.file.Path;

/** What Git says, for people; stateless. */
final class GitWords {
  private static final int ID = 8;
  private static final int LONGEST = 60;

  private GitWords() {}

  /** One letter, that stands beside a file; none where there is nothing to say. */
  static String letter(Mark mark) {
    return switch (mark) {
      case UNCHANGED -> "";
      case CHANGED -> Words.of("git.letter.changed");
      case NEW -> Words.of("git.letter.new");
      case GONE -> Words.of("git.letter.gone");
      case CONFLICTED -> Words.of("git.letter.conflicted");
      case IGNORED -> Words.of("git.letter.ignored");
      case LINK, FILTERED, ELSEWHERE -> Words.of("git.letter.unknown");
    };
  }

  /** A file's name: whoever filled the repository chose it. */
  static String name(Path file) {
    return Untrusted.line(String.valueOf(file.getFileName()));
  }

  /** What the letter means. */
  static String spoken(Mark mark) {
    return switch (mark) {
      case UNCHANGED -> Words.of("git.mark.unchanged");
      case CHANGED -> Words.of("git.mark.changed");
      case NEW -> Words.of("git.mark.new");
      case GONE -> Words.of("git.mark.gone");
      case CONFLICTED -> Words.of("git.mark.conflicted");
      case IGNORED -> Words.of("git.mark.ignored");
      case LINK -> Words.of("git.mark.link");
      case FILTERED -> Words.of("git.mark.filtered");
      case ELSEWHERE -> Words.of("git.mark.elsewhere");
    };
  }

  /** Its colour, that says nothing which the letter does not. */
  static String style(Mark mark) {
    return switch (mark) {
      case NEW -> "good";
      case CHANGED, GONE -> "warn";
      case CONFLICTED -> "bad";
      case UNCHANGED, IGNORED, LINK, FILTERED, ELSEWHERE -> "muted";
    };
  }

  /** Where the repository is. */
  static String place(Standing.Head head) {
    var branch = head.branch().map(name -> Untrusted.line(name, LONGEST));
    if (head.commit().isEmpty()) {
      return Words.of("git.unborn", branch.orElse(""));
    }
    return branch.orElseGet(() -> Words.of("git.detached", id(head.commit().get())));
  }

  /** Where the repository is, and how many files differ. */
  static String line(Standing standing) {
    long conflicted =
        standing.marks().values().stream().filter(mark -> mark == Mark.CONFLICTED).count();
    return Words.of("git.line", place(standing.head()), standing.committable().size(), conflicted);
  }

  /** Who commits. */
  static String author(String who) {
    return Words.of("commit.as", Untrusted.line(who, LONGEST));
  }

  /** What somebody has begun. */
  static String named(Underway what) {
    return switch (what) {
      case NOTHING -> "";
      case MERGE -> Words.of("git.underway.merge");
      case REBASE -> Words.of("git.underway.rebase");
      case CHERRY_PICK -> Words.of("git.underway.pick");
      case REVERT -> Words.of("git.underway.revert");
      case BISECT -> Words.of("git.underway.bisect");
      case APPLY -> Words.of("git.underway.apply");
    };
  }

  /** Why nothing was committed, and what can be done about it. */
  static String refused(Committed.Reason reason, String detail) {
    var what = Untrusted.line(detail);
    return switch (reason) {
      case NO_MESSAGE -> Words.of("commit.wordless");
      case NO_AUTHOR -> Words.of("commit.author");
      case NOTHING -> Words.of("commit.clean");
      case UNDERWAY -> Words.of("commit.begun");
      case CONFLICTED -> Words.of("commit.conflicted.file", what);
      case SIGNED -> Words.of("commit.signed");
      case LOCKED -> Words.of("commit.locked", what);
      case MOVED -> Words.of("commit.moved");
      case OTHER_FILE -> Words.of("commit.other", what);
      case UNUSABLE -> Words.of("commit.unusable", what);
      case TOO_LARGE -> Words.of("commit.large", what);
    };
  }

  /** A commit's id as people write it. */
  static String id(String commit) {
    return commit.substring(0, Math.min(ID, commit.length()));
  }

  /** Why a repository is left alone, and what can be done about it. */
  static String trouble(Trouble trouble, String detail) {
    var what = Untrusted.line(detail);
    return switch (trouble) {
      case BARE -> Words.of("git.trouble.bare", what);
      case BROKEN -> Words.of("git.trouble.broken", what);
      case TOO_LARGE -> Words.of("git.trouble.large", what);
      case UNKNOWN_FORMAT -> Words.of("git.trouble.format", what);
      case LEADS_AWAY -> Words.of("git.trouble.away", what);
      case INCLUDES -> Words.of("git.trouble.includes", what);
      case OTHER_OWNER -> Words.of("git.trouble.owner", what);
    };
  }
}
