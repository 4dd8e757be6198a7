package dev.agentsafe.app.lsp;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/** An editor that speaks to the language server through a library, as other editors do. */
final class Editor implements LanguageClient, AutoCloseable {
  private static final long PATIENCE_S = 30;

  private final Path root;
  private final OutputStream toServer;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final BlockingQueue<PublishDiagnosticsParams> marks = new LinkedBlockingQueue<>();
  private final BlockingQueue<MessageParams> messages = new LinkedBlockingQueue<>();
  private final Map<Path, String> texts = new HashMap<>();
  private final LanguageServer server;
  private final Future<Void> listening;
  private int version;

  private Editor(Path root, OutputStream toServer, InputStream fromServer) {
    this.root = root;
    this.toServer = toServer;
    var launcher = LSPLauncher.createClientLauncher(this, fromServer, toServer);
    server = launcher.getRemoteProxy();
    listening = launcher.startListening();
  }

  /** An editor and a server that have not spoken yet, on a copy of the starter workspace. */
  static Editor on(Path root) throws IOException {
    starter(root);
    var toServer = new PipedOutputStream();
    var fromServer = new PipedInputStream(1 << 16);
    var in = new PipedInputStream(toServer, 1 << 16);
    var out = new PipedOutputStream(fromServer);
    var editor = new Editor(root, toServer, fromServer);
    Thread.ofPlatform().daemon().start(() -> editor.serve(in, out));
    return editor;
  }

  private void serve(InputStream in, OutputStream to) {
    try (var out = new Copied(to, written);
        var errors = new PrintStream(log, true, StandardCharsets.UTF_8)) {
      status.complete(LanguageServing.serve(in, out, errors, "1.2.3"));
    } catch (IOException e) {
      status.completeExceptionally(e);
    }
  }

  /** An editor that has said hello. */
  static Editor open(Path root) throws Exception {
    var editor = on(root);
    editor.greet();
    return editor;
  }

  static void starter(Path root) throws IOException {
    var from =
        Path.of(System.getProperty("project.root", ".."))
            .resolve("app/src/main/resources/dev/agentsafe/app/starter");
    try (var files = Files.walk(from)) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        var copy = root.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  InitializeParams greeting() {
    var item = new CompletionItemCapabilities(true);
    var document = new TextDocumentClientCapabilities();
    document.setCompletion(new CompletionCapabilities(item));
    var workspace = new WorkspaceClientCapabilities();
    var edits = new WorkspaceEditCapabilities();
    edits.setDocumentChanges(true);
    workspace.setWorkspaceEdit(edits);
    var able = new ClientCapabilities();
    able.setTextDocument(document);
    able.setWorkspace(workspace);
    var params = new InitializeParams();
    params.setCapabilities(able);
    params.setWorkspaceFolders(List.of(new WorkspaceFolder(root.toUri().toString(), "w")));
    return params;
  }

  InitializeResult greet() throws Exception {
    var result = got(server.initialize(greeting()));
    server.initialized(new InitializedParams());
    return result;
  }

  LanguageServer server() {
    return server;
  }

  /** What the server wrote about what went wrong in it. */
  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Everything that the server has said, as bytes of the protocol. */
  String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  /** Writes everything twice. */
  private static final class Copied extends FilterOutputStream {
    private final OutputStream copy;

    Copied(OutputStream to, OutputStream copy) {
      super(to);
      this.copy = copy;
    }

    @Override
    public void write(int b) throws IOException {
      copy.write(b);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      copy.write(bytes, from, count);
      out.write(bytes, from, count);
    }
  }

  /** What the server ends with. */
  int status() throws Exception {
    return got(status);
  }

  static <T> T got(CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  Path file(String name) {
    return root.resolve(name);
  }

  String uri(String name) {
    return file(name).toUri().toString();
  }

  TextDocumentIdentifier id(String name) {
    return new TextDocumentIdentifier(uri(name));
  }

  /** The text of a file as this editor has it. */
  String text(String name) {
    return texts.computeIfAbsent(
        file(name),
        path -> {
          try {
            return Files.readString(path);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  void openFile(String name) {
    openFile(name, text(name));
  }

  void openFile(String name, String text) {
    texts.put(file(name), text);
    server
        .getTextDocumentService()
        .didOpen(
            new DidOpenTextDocumentParams(
                new TextDocumentItem(uri(name), "yaml", ++version, text)));
  }

  /** Types something in the place of a piece of the text. */
  int replace(String name, String piece, String by) {
    var text = text(name);
    int from = text.indexOf(piece);
    if (from < 0) {
      throw new IllegalArgumentException(name + " does not hold " + piece);
    }
    var change =
        new TextDocumentContentChangeEvent(
            new Range(position(text, from), position(text, from + piece.length())), by);
    texts.put(file(name), text.substring(0, from) + by + text.substring(from + piece.length()));
    server
        .getTextDocumentService()
        .didChange(
            new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri(name), ++version), List.of(change)));
    return version;
  }

  /** The place of a piece of the text, so many units into it. */
  Position in(String name, String piece, int units) {
    int at = text(name).indexOf(piece);
    if (at < 0) {
      throw new IllegalArgumentException(name + " does not hold " + piece);
    }
    return position(text(name), at + units);
  }

  static Position position(String text, int offset) {
    var before = text.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return new Position(line, offset - (before.lastIndexOf('\n') + 1));
  }

  private static int offset(String text, Position position) {
    int at = 0;
    for (int line = 0; line < position.getLine(); line++) {
      at = text.indexOf('\n', at) + 1;
    }
    return at + position.getCharacter();
  }

  static String applied(String text, List<TextEdit> edits) {
    var after = new StringBuilder(text);
    var sorted = new ArrayList<>(edits);
    sorted.sort((a, b) ->
        Integer.compare(
            offset(text, b.getRange().getStart()), offset(text, a.getRange().getStart())));
    for (var edit : sorted) {
      after.replace(
          offset(text, edit.getRange().getStart()),
          offset(text, edit.getRange().getEnd()),
          edit.getNewText());
    }
    return after.toString();
  }

  /** Does what the server asks to be done; tells it of open documents, writes the others. */
  void apply(WorkspaceEdit edit) throws IOException {
    for (var change : edit.getDocumentChanges()) {
      var document = change.getLeft();
      var path = Path.of(java.net.URI.create(document.getTextDocument().getUri()));
      var name = root.relativize(path).toString();
      var before = text(name);
      var after = applied(before, document.getEdits().stream().map(e -> e.getLeft()).toList());
      if (document.getTextDocument().getVersion() != null) {
        replace(name, before, after);
      } else {
        Files.writeString(path, after);
        texts.put(path, after);
      }
    }
  }

  /** The next marks of a file that are so. */
  PublishDiagnosticsParams marks(String name, Predicate<PublishDiagnosticsParams> wanted)
      throws InterruptedException {
    while (true) {
      var next = marks.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no such marks came for " + name + "; the server says: " + log());
      }
      if (next.getUri().equals(uri(name)) && wanted.test(next)) {
        return next;
      }
    }
  }

  /** The marks of that version of a file. */
  PublishDiagnosticsParams marks(String name, int of) throws InterruptedException {
    return marks(name, m -> m.getVersion() != null && m.getVersion() == of);
  }

  MessageParams message() throws InterruptedException {
    var next = messages.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no message came; the server says: " + log());
    }
    return next;
  }

  int version() {
    return version;
  }

  /** Sends something that no library would. */
  void sendRaw(String frame) throws IOException {
    synchronized (toServer) {
      toServer.write(frame.getBytes(StandardCharsets.UTF_8));
      toServer.flush();
    }
  }

  void send(String json) throws IOException {
    sendRaw(
        "Content-Length: %d\r\n\r\n%s"
            .formatted(json.getBytes(StandardCharsets.UTF_8).length, json));
  }

  void hangUp() throws IOException {
    toServer.close();
  }

  @Override
  public void telemetryEvent(Object object) {
    throw new AssertionError("nobody asked for telemetry");
  }

  @Override
  public void publishDiagnostics(PublishDiagnosticsParams found) {
    marks.add(found);
  }

  @Override
  public void showMessage(MessageParams message) {
    messages.add(message);
  }

  @Override
  public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams asked) {
    return CompletableFuture.failedFuture(new AssertionError("nobody is asked"));
  }

  @Override
  public void logMessage(MessageParams message) {
    messages.add(message);
  }

  @Override
  public void close() throws IOException {
    toServer.close();
    listening.cancel(true);
  }
}
