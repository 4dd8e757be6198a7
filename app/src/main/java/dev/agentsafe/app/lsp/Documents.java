package dev.agentsafe.app.lsp;

import dev.agentsafe.core.yaml.Formatter;
import dev.agentsafe.editors.assist.Renamed;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentPositionParams;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** What an editor tells and asks of its documents. Thread-safe. */
final class Documents implements TextDocumentService {
  private final Server server;
  private volatile Answers answers = new Answers(false, false, Places::uri);

  Documents(Server server) {
    this.server = server;
  }

  /** Words answers like that from now on. */
  void word(Answers like) {
    answers = like;
  }

  /** A place that is asked about: in a file of a workspace. */
  private record Asked(Project project, TextFile file, Lines lines, int offset) {}

  private Optional<Asked> asked(TextDocumentPositionParams params) {
    return file(params.getTextDocument().getUri())
        .map(open ->
            new Asked(
                open.project(),
                open.file(),
                open.lines(),
                Places.offset(open.lines(), params.getPosition())));
  }

  private Optional<Asked> file(String uri) {
    return Places.file(uri)
        .flatMap(path ->
            server
                .desk()
                .projects()
                .of(path)
                .flatMap(project ->
                    project
                        .file(path)
                        .map(file -> new Asked(project, file, new Lines(file.text()), 0))));
  }

  private <T> CompletableFuture<T> at(
      @Nullable TextDocumentPositionParams params, T nothing, Function<Asked, T> answer) {
    return server.answer(
        params, () -> params == null ? nothing : asked(params).map(answer).orElse(nothing));
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    server.take(
        params,
        () -> {
          var document = params.getTextDocument();
          server.desk().open(document.getUri(), document.getText(), document.getVersion());
        });
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    server.take(
        params,
        () -> {
          var document = params.getTextDocument();
          int version = Optional.ofNullable(document.getVersion()).orElse(0);
          server.desk().change(document.getUri(), version, params.getContentChanges());
        });
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    server.take(params, () -> server.desk().close(params.getTextDocument().getUri()));
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    server.take(params, server.desk()::refresh);
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return at(
        params,
        Either.forLeft(List.of()),
        asked -> {
          var offers = asked.project().assistant().completion(asked.file().path(), asked.offset());
          var items = new ArrayList<CompletionItem>();
          for (var offer : offers) {
            items.add(answers.completion(offer, asked.lines(), items.size()));
          }
          return Either.forLeft(items);
        });
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    return server.answerOrNull(
        params,
        () ->
            asked(params)
                .flatMap(asked ->
                    asked
                        .project()
                        .assistant()
                        .hover(asked.file().path(), asked.offset())
                        .map(meaning -> answers.hover(meaning, asked.lines()))));
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return at(
        params,
        Either.forLeft(List.of()),
        asked ->
            Either.forLeft(
                name(asked)
                    .map(name -> located(asked, asked.project().assistant().declarations(name)))
                    .orElse(List.of())));
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    return at(
        params,
        List.of(),
        asked -> {
          boolean declared = params.getContext().isIncludeDeclaration();
          return name(asked)
              .map(name ->
                  located(
                      asked,
                      asked.project().assistant().references(name).stream()
                          .filter(each -> declared || !each.declared())
                          .toList()))
              .orElse(List.of());
        });
  }

  private static Optional<Name> name(Asked asked) {
    return asked.project().assistant().name(asked.file().path(), asked.offset());
  }

  private List<Location> located(Asked asked, List<Name> names) {
    return names.stream()
        .map(name -> answers.location(name, asked.project().lines(name.file())))
        .toList();
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    return server.answer(
        params,
        () ->
            file(params.getTextDocument().getUri())
                .map(asked ->
                    asked.project().assistant().outline(asked.file().path()).stream()
                        .map(outline ->
                            Either.<SymbolInformation, DocumentSymbol>forRight(
                                answers.symbol(outline, asked.file().kind(), asked.lines())))
                        .toList())
                .orElse(List.of()));
  }

  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    return server.answer(
        params,
        () ->
            file(params.getTextDocument().getUri())
                .map(asked -> Places.changed(asked.lines(), Formatter.format(asked.file().text())))
                .orElse(List.of()));
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    return server.answer(
        params,
        () -> {
          var only = params.getContext().getOnly();
          if (only != null && only.stream().noneMatch(CodeActionKind.QuickFix::startsWith)) {
            return List.of();
          }
          return file(params.getTextDocument().getUri())
              .map(asked -> actions(asked, params.getRange()))
              .orElse(List.of());
        });
  }

  private List<Either<Command, CodeAction>> actions(Asked asked, Range range) {
    var actions = new ArrayList<Either<Command, CodeAction>>();
    var path = asked.file().path();
    if (!asked.project().isChecked(asked.file())) {
      server.desk().check();
    }
    var root = Diagnostics.root(asked.project(), path);
    for (var problem : Diagnostics.within(asked.project(), path, range)) {
      boolean likeliest = true;
      for (var fix : asked.project().assistant().fixes(path, problem)) {
        var edits = fix.edits().stream().map(edit -> Places.edit(asked.lines(), edit)).toList();
        var action =
            answers.action(
                fix, path, new Answers.Edited(asked.file().version(), asked.file().open(), edits));
        action.setDiagnostics(List.of(Diagnostics.of(problem, root, asked.lines())));
        action.setIsPreferred(likeliest);
        likeliest = false;
        actions.add(Either.forRight(action));
      }
    }
    return actions;
  }

  @Override
  public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
      prepareRename(PrepareRenameParams params) {
    return server.answerOrNull(
        params,
        () ->
            asked(params)
                .flatMap(asked ->
                    name(asked)
                        .filter(asked.project().assistant()::canRename)
                        .map(name ->
                            Either3
                                .<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>
                                    forSecond(
                                        new PrepareRenameResult(
                                            Places.range(asked.lines(), name.span()),
                                            name.text())))));
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    return server.answerOrNull(
        params,
        () -> {
          // Files that are not open are written too: as they are on disk now.
          server.desk().refresh();
          return asked(params).map(asked -> rename(asked, params.getNewName()));
        });
  }

  private WorkspaceEdit rename(Asked asked, String wanted) {
    var name = name(asked);
    if (name.isEmpty()) {
      throw refused(
          "there is no name here; only actions, targets, rules and tests have other names");
    }
    return switch (asked.project().assistant().rename(name.get(), wanted)) {
      case Renamed.Refused(var why) -> throw refused(why);
      case Renamed.Done done -> {
        if (!done.globs().isEmpty()) {
          server.say(MessageType.Warning, leftAlone(done.globs(), name.get().text(), wanted));
        }
        yield answers.renamed(done);
      }
    };
  }

  private static String leftAlone(List<Name> globs, String was, String wanted) {
    return "`%s` matched `%s` and does not match `%s`; what these patterns decide is another now, and they were left alone"
        .formatted(
            globs.stream()
                .map(glob -> glob.text() + "` in `" + fileName(glob.file()))
                .distinct()
                .collect(Collectors.joining("`, `")),
            was,
            wanted);
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static ResponseErrorException refused(String why) {
    return new ResponseErrorException(
        new ResponseError(ResponseErrorCode.RequestFailed, why, null));
  }
}
