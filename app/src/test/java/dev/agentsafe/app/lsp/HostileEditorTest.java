package dev.agentsafe.app.lsp;

import static dev.agentsafe.app.lsp.Editor.got;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an editor gets that does not keep to the protocol, or goes away. */
final class HostileEditorTest {
  private static final String PRODUCTION = "policies/20-production.yaml";

  private static final String TESTS = "tests/production.yaml";

  @TempDir private Path root;
  private Editor editor;

  /** Not greeted yet. */
  @BeforeEach
  void start() throws Exception {
    editor = Editor.on(root);
  }

  @AfterEach
  void hangUp() throws Exception {
    editor.close();
  }

  private static void refused(CompletableFuture<?> answer, ResponseErrorCode code) {
    assertThatThrownBy(() -> got(answer))
        .cause()
        .isInstanceOfSatisfying(
            ResponseErrorException.class,
            e -> assertThat(e.getResponseError().getCode()).isEqualTo(code.getValue()));
  }

  private CompletableFuture<?> question() {
    return editor
        .server()
        .getTextDocumentService()
        .hover(new HoverParams(editor.id(TESTS), editor.in(TESTS, "expect: allow", 2)));
  }

  private void stillAnswers() throws Exception {
    assertThat(got(question())).isNotNull();
  }

  @Test
  void beforeTheGreetingNothingIsAnswered() throws Exception {
    refused(question(), ResponseErrorCode.ServerNotInitialized);
    editor.greet();
    stillAnswers();
    refused(editor.server().initialize(editor.greeting()), ResponseErrorCode.InvalidRequest);
  }

  @Test
  void afterTheGoodbyeNothingIsAnsweredAndTheEndIsGood() throws Exception {
    editor.greet();
    got(editor.server().shutdown());
    refused(question(), ResponseErrorCode.InvalidRequest);
    editor.server().exit();
    assertThat(editor.status()).isZero();
  }

  @Test
  void anEndWithoutGoodbyeIsToldByTheStatus() throws Exception {
    editor.greet();
    editor.server().exit();
    assertThat(editor.status()).isEqualTo(1);
  }

  @Test
  void whatWasAskedBeforeTheEndIsAnsweredBeforeIt() throws Exception {
    editor.greet();
    var asked = question();
    editor.hangUp();
    assertThat(got(asked)).isNotNull();
    assertThat(editor.status()).isEqualTo(1);
  }

  @Test
  void theEndOfTheStreamIsTheEnd() throws Exception {
    editor.greet();
    editor.hangUp();
    assertThat(editor.status()).isEqualTo(1);
  }

  @Test
  void theEndOfTheEditorsProcessIsTheEnd() throws Exception {
    var parent = new ProcessBuilder("cat").start();
    InitializeParams greeting = editor.greeting();
    greeting.setProcessId((int) parent.pid());
    got(editor.server().initialize(greeting));
    stillAnswers();
    parent.destroyForcibly();
    assertThat(editor.status()).isEqualTo(1);
  }

  @Test
  void anEditorWithinOurOwnProcessIsServed() throws Exception {
    InitializeParams greeting = editor.greeting();
    greeting.setProcessId((int) ProcessHandle.current().pid());
    got(editor.server().initialize(greeting));
    stillAnswers();
  }

  @Test
  void whatIsNoMessageIsAnsweredWithAnErrorAndForgotten() throws Exception {
    editor.greet();
    for (var json :
        List.of(
            "{",
            "[]",
            "null",
            "17",
            "\"text\"",
            "{}",
            "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"shutdown\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":9999999999,\"method\":\"shutdown\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":901,\"method\":\"no/such\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":902,\"method\":\"textDocument/hover\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":903,\"method\":\"textDocument/hover\",\"params\":null}",
            "{\"jsonrpc\":\"2.0\",\"id\":904,\"method\":\"textDocument/hover\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":905,\"method\":\"textDocument/hover\",\"params\":[1,2]}",
            "{\"jsonrpc\":\"2.0\",\"id\":906,\"method\":\"textDocument/rename\",\"params\":{\"textDocument\":{\"uri\":\"x\"},\"position\":{\"line\":\"a\"}}}",
            "{\"jsonrpc\":\"2.0\",\"id\":907,\"method\":\"textDocument/completion\",\"params\":{\"textDocument\":{\"uri\":7},\"position\":{\"line\":-1,\"character\":-1}}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///nowhere\"}}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":77}}",
            "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}",
            "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000),
            "{\"jsonrpc\":\"2.0\",\"id\":908,\"method\":\"initialize\",\"params\":"
                + "[".repeat(3_000)
                + "]".repeat(3_000)
                + "}")) {
      editor.send(json);
      stillAnswers();
    }
    editor.sendRaw("X-Other: 1\r\n\r\n");
    stillAnswers();
    assertThat(editor.written())
        .contains("\"id\":901,\"error\":{\"code\":-32601")
        .contains("\"id\":902,\"error\":{\"code\":-32602")
        .contains("\"id\":null,\"error\":{\"code\":-32700")
        .contains("the header `Content-Length` is missing");
  }

  @Test
  void placesAndAddressesThatAreNoneAreNoError() throws Exception {
    editor.greet();
    editor.openFile(PRODUCTION);
    var documents = editor.server().getTextDocumentService();
    for (var uri :
        List.of(
            "",
            "x",
            "file:",
            "file:///",
            "file://host/x",
            "http://a/b",
            "file:///%00",
            "\u0000",
            "untitled:Untitled-1",
            "jar:file:/a!/b")) {
      assertThat(
              got(documents.completion(
                      new CompletionParams(new TextDocumentIdentifier(uri), new Position(0, 0))))
                  .getLeft())
          .as(uri)
          .isEmpty();
    }
    for (var position :
        List.of(
            new Position(-1, -1),
            new Position(0, Integer.MAX_VALUE),
            new Position(Integer.MAX_VALUE, Integer.MAX_VALUE),
            new Position(Integer.MIN_VALUE, Integer.MIN_VALUE))) {
      got(documents.completion(new CompletionParams(editor.id(PRODUCTION), position)));
      got(documents.hover(new HoverParams(editor.id(PRODUCTION), position)));
    }
    refused(
        documents.rename(new RenameParams(editor.id(PRODUCTION), new Position(0, 0), "x")),
        ResponseErrorCode.RequestFailed);
    documents.didChange(
        new DidChangeTextDocumentParams(
            new VersionedTextDocumentIdentifier(editor.uri(PRODUCTION), 99),
            List.of(
                new TextDocumentContentChangeEvent(
                    new Range(new Position(5, 0), new Position(2, 0)), "\u0000\ud800"))));
    stillAnswers();
    assertThat(editor.marks(PRODUCTION, 99).getDiagnostics()).isNotEmpty();
  }

  @Test
  void aMessageOfALengthThatNobodyMeansEndsTheSession() throws Exception {
    editor.greet();
    stillAnswers();
    editor.sendRaw("Content-Length: 2147483647\r\n\r\n{}");
    assertThat(editor.status()).isEqualTo(1);
    assertThat(editor.written()).contains("a message of `2147483647` bytes is not taken");
  }

  @Test
  void aHeaderWithoutAnEndEndsTheSession() throws Exception {
    editor.greet();
    stillAnswers();
    editor.sendRaw("a".repeat(8_000));
    assertThat(editor.status()).isEqualTo(1);
    assertThat(editor.written()).contains("a header of more than 4096 bytes is not taken");
  }
}
