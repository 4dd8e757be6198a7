package dev.agentsafe.app.language;

import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.yaml.Formatter;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Assistant;
import dev.agentsafe.editors.assist.Fix;
import dev.agentsafe.editors.assist.Meaning;
import dev.agentsafe.editors.assist.Offer;
import dev.agentsafe.editors.assist.Outline;
import dev.agentsafe.editors.assist.Renamed;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * What the language says of a workspace as one of its files is typed; belongs to the FX thread,
 * which only gives questions and gets answers.
 *
 * <p>Everything else happens away from it, one thing after the other. Of what is typed the latest
 * is looked at; an answer about a text that is not the one on the screen any more is dropped.
 */
public final class LanguageSession {
  private final Work work;
  private final Turns turns;
  private final Path settings;
  private final AtomicReference<Optional<Typed>> typed = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Desk>> desk = new AtomicReference<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Findings> findings =
      new ReadOnlyObjectWrapper<>(this, "findings", Findings.NONE);
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble", "");
  private final Set<Path> kept = new HashSet<>();
  private Optional<Path> open = Optional.empty();
  private long version;

  /** A text that the desk has not taken yet. */
  private record Typed(Path file, String text) {}

  /**
   * A session over the workspace with these settings.
   *
   * @param settings its {@code agent-safe.yaml}
   */
  public LanguageSession(Path settings, Work work) {
    this.settings = settings;
    this.work = work;
    turns = new Turns(work);
  }

  /** What is wrong with the files as they stand together; follows what is typed. */
  public ReadOnlyObjectProperty<Findings> findings() {
    return findings.getReadOnlyProperty();
  }

  /** Why something could not be answered, for people; empty where all could. */
  public ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** The file that is on the screen. */
  Optional<Path> open() {
    return open;
  }

  /** A file leaves the screen and stays as it was typed. */
  public void keep(Path file, String text) {
    kept.add(file);
    turns.ask(() -> take().take(file, text));
  }

  /** A file that was kept is what is on disk again. */
  public void leave(Path file) {
    if (kept.remove(file)) {
      turns.ask(() -> close(file));
      look();
    }
  }

  /**
   * Takes the text of a file as it stands on the screen, in the place of any other open one that is
   * not kept.
   */
  public void edit(Path file, String text) {
    if (open.filter(file::equals).isEmpty()) {
      open.filter(before -> !kept.contains(before))
          .ifPresent(before -> turns.ask(() -> close(before)));
      open = Optional.of(file);
      kept.remove(file);
    }
    version++;
    typed.set(Optional.of(new Typed(file, text)));
    look();
  }

  private void close(Path file) {
    take().bench().close(file);
  }

  /** Answers that are under way are about what was before; the disk is another one. */
  public void saved() {
    version++;
    follow(text -> {});
    look();
  }

  /**
   * Reads the disk again where somebody changed it.
   *
   * @param onDisk told what it holds of the open file by now
   */
  public void follow(Consumer<String> onDisk) {
    var file = open;
    turns.ask(() ->
        answer(
            Desk::follow,
            isOther -> {
              if (isOther) {
                look();
              }
            }));
    ask(at -> file.flatMap(at.bench()::onDisk), text -> text.ifPresent(onDisk));
  }

  private void look() {
    long mine = version;
    turns.look(() -> answer(Desk::look, found -> take(mine, found)));
  }

  private void take(long mine, Findings found) {
    if (mine == version && !found.equals(findings.get())) {
      findings.set(found);
    }
  }

  /** What can be written at a place of the open file. */
  public void completion(int offset, Consumer<List<Offer>> answer) {
    of(List.of(), (file, assistant) -> assistant.completion(file, offset), answer);
  }

  /** What stands at a place of the open file. */
  public void hover(int offset, Consumer<Optional<Meaning>> answer) {
    of(Optional.empty(), (file, assistant) -> assistant.hover(file, offset), answer);
  }

  /** What can be done about a problem of the open file. */
  public void fixes(List<Problem> problems, Consumer<List<Fix>> answer) {
    of(
        List.of(),
        (file, assistant) ->
            problems.stream()
                .flatMap(problem -> assistant.fixes(file, problem).stream())
                .distinct()
                .toList(),
        answer);
  }

  /** What the open file holds. */
  public void outline(Consumer<List<Outline>> answer) {
    of(List.of(), (file, assistant) -> assistant.outline(file), answer);
  }

  /** The name at a place of the open file. */
  public void name(int offset, Consumer<Optional<Name>> answer) {
    of(Optional.empty(), (file, assistant) -> assistant.name(file, offset), answer);
  }

  /** Where the name at a place of the open file is declared. */
  public void declarations(int offset, Consumer<List<Use>> answer) {
    uses(offset, Assistant::declarations, answer);
  }

  /** Where the name at a place of the open file is declared and used. */
  public void references(int offset, Consumer<List<Use>> answer) {
    uses(offset, Assistant::references, answer);
  }

  private void uses(int offset, Naming wanted, Consumer<List<Use>> answer) {
    var file = open;
    ask(at -> file.map(path -> uses(at, path, offset, wanted)).orElse(List.of()), answer);
  }

  private static List<Use> uses(Desk at, Path file, int offset, Naming wanted) {
    var assistant = at.assistant();
    return assistant
        .name(file, offset)
        .map(name -> wanted.of(assistant, name))
        .orElse(List.of())
        .stream()
        .map(name -> Use.of(name, at.bench().file(name.file()).map(TextFile::text).orElse("")))
        .toList();
  }

  @FunctionalInterface
  private interface Naming {
    List<Name> of(Assistant assistant, Name name);
  }

  /** What has to be written so that the name at a place has another text; reads the disk first. */
  public void rename(Name name, String wanted, Consumer<Renamed> answer) {
    ask(
        at -> {
          at.bench().refresh();
          return at.assistant().rename(name, wanted);
        },
        answer);
  }

  /** The open file laid out. */
  public void format(Consumer<String> answer) {
    var asked = open;
    this.<Optional<String>>ask(
        at -> asked.flatMap(at.bench()::file).map(file -> Formatter.format(file.text())),
        text -> text.ifPresent(answer));
  }

  @FunctionalInterface
  private interface Question<T> {
    T of(Path file, Assistant assistant);
  }

  private <T> void of(T nothing, Question<T> question, Consumer<T> answer) {
    var file = open;
    ask(at -> file.map(path -> question.of(path, at.assistant())).orElse(nothing), answer);
  }

  private <T> void ask(Function<Desk, T> question, Consumer<T> answer) {
    long mine = version;
    turns.ask(() ->
        answer(
            question,
            found -> {
              if (mine == version) {
                answer.accept(found);
              }
            }));
  }

  private <T> void answer(Function<Desk, T> question, Consumer<T> answer) {
    T found;
    try {
      found = question.apply(take());
    } catch (RuntimeException e) {
      fail(e.getMessage() == null ? e.toString() : e.getMessage());
      return;
    } catch (StackOverflowError e) {
      fail("something is nested too deep");
      return;
    }
    work.onScreen(() -> {
      trouble.set("");
      answer.accept(found);
    });
  }

  private void fail(String why) {
    work.onScreen(() -> trouble.set(why));
  }

  /** The desk, with what was typed on it; only in turn. */
  private Desk take() {
    var at = desk.get().orElseGet(() -> new Desk(settings));
    desk.set(Optional.of(at));
    typed.getAndSet(Optional.empty()).ifPresent(last -> at.take(last.file(), last.text()));
    return at;
  }
}
