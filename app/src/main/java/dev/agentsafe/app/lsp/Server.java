package dev.agentsafe.app.lsp;

import dev.agentsafe.core.CoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PositionEncodingKind;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.SaveOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkspaceFoldersOptions;
import org.eclipse.lsp4j.WorkspaceServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** One editor's session: from its greeting to its end. Thread-safe. */
final class Server implements LanguageServer {
  private static final List<String> TRIGGERS = List.of(":", " ", "-", ",", "[", "{", "\"");

  private final String version;
  private final Consumer<RuntimeException> failed;
  private final Turns turns;
  private final Desk desk;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final List<Future<?>> waiting = new CopyOnWriteArrayList<>();
  private final Documents documents;
  private final Surroundings surroundings;
  private volatile Stage stage = Stage.GREETING;
  private volatile @Nullable LanguageClient client;
  private volatile boolean watches;

  private enum Stage {
    GREETING,
    SERVING,
    LEAVING
  }

  /**
   * A session that has not begun.
   *
   * @param version of this program
   * @param failed told of what went wrong here
   */
  Server(String version, Consumer<RuntimeException> failed) {
    this.version = version;
    this.failed = failed;
    turns = new Turns(failed);
    desk = new Desk(found -> tell(c -> c.publishDiagnostics(found)));
    documents = new Documents(this);
    surroundings = new Surroundings(this);
  }

  /** Speaks to that editor from now on. */
  void connect(LanguageClient editor) {
    client = editor;
  }

  /** Completes with the exit status when the session is over. */
  CompletableFuture<Integer> ended() {
    return ended;
  }

  /** Ends the session; well where its editor said so before. */
  void end() {
    ended.complete(stage == Stage.LEAVING ? 0 : 1);
    waiting.forEach(each -> each.cancel(false));
    turns.close();
  }

  /** Ends the session once what was asked before is answered. */
  void finish() {
    turns.take(this::end);
  }

  Desk desk() {
    return desk;
  }

  /** Says something to the editor. */
  void tell(Consumer<LanguageClient> what) {
    var editor = client;
    if (editor != null) {
      what.accept(editor);
    }
  }

  /** Says something to the person who edits. */
  void say(MessageType type, String words) {
    tell(c -> c.showMessage(new MessageParams(type, words)));
  }

  /** Answers a question, in its turn. */
  <T extends @Nullable Object> CompletableFuture<T> answer(
      @Nullable Object question, Supplier<T> work) {
    var refusal = refusal(question);
    return refusal.isPresent()
        ? CompletableFuture.failedFuture(new ResponseErrorException(refusal.get()))
        : turns.answer(work);
  }

  /** Answers a question, in its turn; where there is nothing to say, with the protocol's null. */
  // The library's signatures do not say that an answer may be null; the protocol does.
  @SuppressWarnings("NullAway")
  <T> CompletableFuture<T> answerOrNull(@Nullable Object question, Supplier<Optional<T>> work) {
    return answer(question, () -> work.get().orElse(null));
  }

  // As above.
  @SuppressWarnings("NullAway")
  private static <T> CompletableFuture<T> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  private Optional<ResponseError> refusal(@Nullable Object question) {
    return switch (stage) {
      case GREETING -> error(ResponseErrorCode.ServerNotInitialized, "`initialize` comes first");
      case LEAVING -> error(ResponseErrorCode.InvalidRequest, "after `shutdown` comes `exit`");
      case SERVING ->
          question == null
              ? error(ResponseErrorCode.InvalidParams, "the parameters are missing")
              : Optional.empty();
    };
  }

  private static Optional<ResponseError> error(ResponseErrorCode code, String words) {
    return Optional.of(new ResponseError(code, words, null));
  }

  /** Takes what the editor tells, in its turn, and checks everything once it pauses. */
  void take(@Nullable Object told, Runnable work) {
    if (told != null && stage == Stage.SERVING) {
      turns.take(work);
      turns.settle(desk::check);
    }
  }

  /** The words of an error for an editor; what is ours to know goes to the log. */
  ResponseError worded(Throwable thrown) {
    var cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ResponseErrorException said) {
      return said.getResponseError();
    }
    failed.accept(cause instanceof RuntimeException e ? e : new CoreException("no answer", cause));
    return new ResponseError(
        ResponseErrorCode.InternalError,
        "this could not be answered; what `agent-safe lsp` wrote to its error output says why",
        null);
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(@Nullable InitializeParams params) {
    if (stage != Stage.GREETING) {
      return refused(ResponseErrorCode.InvalidRequest, "`initialize` comes once");
    }
    if (params == null) {
      return refused(ResponseErrorCode.InvalidParams, "the parameters are missing");
    }
    stage = Stage.SERVING;
    watch(params.getProcessId());
    var able = Optional.ofNullable(params.getCapabilities()).orElseGet(ClientCapabilities::new);
    watches = Abilities.watchesFiles(able);
    documents.word(
        new Answers(Abilities.snippets(able), Abilities.versionedEdits(able), desk::uri));
    turns.take(() -> Abilities.folders(params).forEach(desk.projects()::open));
    var result = new InitializeResult(capabilities(), new ServerInfo("agent-safe", version));
    return CompletableFuture.completedFuture(result);
  }

  private static <T> CompletableFuture<T> refused(ResponseErrorCode code, String words) {
    return CompletableFuture.failedFuture(
        new ResponseErrorException(new ResponseError(code, words, null)));
  }

  /**
   * Ends when the editor's process does, even where it leaves the pipes open; our own it is not.
   */
  private void watch(@Nullable Integer process) {
    if (process != null && process != ProcessHandle.current().pid()) {
      ProcessHandle.of(process)
          .ifPresentOrElse(parent -> waiting.add(parent.onExit().thenRun(this::end)), this::end);
    }
  }

  private static ServerCapabilities capabilities() {
    var able = new ServerCapabilities();
    able.setPositionEncoding(PositionEncodingKind.UTF16);
    var sync = new TextDocumentSyncOptions();
    sync.setOpenClose(true);
    sync.setChange(TextDocumentSyncKind.Incremental);
    sync.setSave(new SaveOptions(false));
    able.setTextDocumentSync(sync);
    able.setCompletionProvider(new CompletionOptions(false, TRIGGERS));
    able.setHoverProvider(true);
    able.setDefinitionProvider(true);
    able.setReferencesProvider(true);
    able.setDocumentSymbolProvider(true);
    able.setDocumentFormattingProvider(true);
    able.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionKind.QuickFix)));
    able.setRenameProvider(new RenameOptions(true));
    var folders = new WorkspaceFoldersOptions();
    folders.setSupported(true);
    folders.setChangeNotifications(true);
    able.setWorkspace(new WorkspaceServerCapabilities(folders));
    return able;
  }

  @Override
  public void initialized(InitializedParams params) {
    if (watches) {
      var files =
          new DidChangeWatchedFilesRegistrationOptions(
              List.of(new FileSystemWatcher(Either.forLeft("**/*.{yaml,yml}"))));
      var all = List.of(new Registration("files", "workspace/didChangeWatchedFiles", files));
      tell(c -> waiting.add(c.registerCapability(new RegistrationParams(all))));
    }
    take(params, () -> {});
  }

  @Override
  public CompletableFuture<Object> shutdown() {
    var refusal = refusal("");
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(new ResponseErrorException(refusal.get()));
    }
    stage = Stage.LEAVING;
    return nothing();
  }

  @Override
  public void exit() {
    finish();
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // Nothing is traced: what goes wrong is in the log anyhow.
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return documents;
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return surroundings;
  }
}
