package dev.agentsafe.app.lsp;

import static dev.agentsafe.app.lsp.Editor.got;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.yaml.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees in an editor that speaks to the language server. */
final class LanguageServerTest {
  private static final String PRODUCTION = "policies/20-production.yaml";
  private static final String TESTS = "tests/production.yaml";

  @TempDir private Path root;
  private Editor editor;

  @BeforeEach
  void hello() throws Exception {
    editor = Editor.open(root);
  }

  @AfterEach
  void goodbye() throws Exception {
    editor.close();
    assertThat(editor.log()).as("what went wrong in the server").isEmpty();
  }

  private List<String> codes(List<Diagnostic> marks) {
    return marks.stream().map(m -> m.getCode().getLeft()).toList();
  }

  @Test
  void aMistakeIsMarkedAndAMendedOneIsNot() throws Exception {
    editor.openFile(PRODUCTION);
    assertThat(editor.marks(PRODUCTION, editor.version()).getDiagnostics()).isEmpty();

    int slip = editor.replace(PRODUCTION, "decision: allow", "descision: alow");
    var marks = editor.marks(PRODUCTION, slip).getDiagnostics();
    assertThat(codes(marks)).containsExactly("unknown-key");
    var unknown = marks.stream().filter(m -> m.getCode().getLeft().equals("unknown-key")).toList();
    assertThat(unknown)
        .singleElement()
        .satisfies(mark -> {
          assertThat(mark.getSeverity()).isEqualTo(DiagnosticSeverity.Error);
          assertThat(mark.getSource()).isEqualTo("agent-safe");
          assertThat(mark.getMessage().getLeft()).contains("did you mean `decision`?");
          assertThat(mark.getRange().getStart()).isEqualTo(editor.in(PRODUCTION, "descision", 0));
          assertThat(mark.getRange().getEnd()).isEqualTo(editor.in(PRODUCTION, "descision", 9));
        });

    int mended = editor.replace(PRODUCTION, "descision: alow", "decision: allow");
    assertThat(editor.marks(PRODUCTION, mended).getDiagnostics()).isEmpty();
  }

  @Test
  void aChangeMarksFilesThatAreNotOpen() throws Exception {
    editor.openFile(PRODUCTION);
    editor.replace(PRODUCTION, "name: look-at-production", "name: look-around");
    var marks = editor.marks(TESTS, m -> !m.getDiagnostics().isEmpty());
    assertThat(codes(marks.getDiagnostics())).contains("unknown-rule");
    assertThat(marks.getVersion()).isNull();

    editor
        .server()
        .getTextDocumentService()
        .didClose(new DidCloseTextDocumentParams(editor.id(PRODUCTION)));
    assertThat(editor.marks(TESTS, m -> m.getDiagnostics().isEmpty()).getVersion()).isNull();
  }

  private List<CompletionItem> completion(String name, Position at) throws Exception {
    return got(editor
            .server()
            .getTextDocumentService()
            .completion(new CompletionParams(editor.id(name), at)))
        .getLeft();
  }

  @Test
  void keysAndNamesAreCompletedAsOneTypes() throws Exception {
    editor.openFile(PRODUCTION);
    editor.replace(PRODUCTION, "[get-configmap,", "[rest, get-configmap,");
    var names = completion(PRODUCTION, editor.in(PRODUCTION, "[rest", 5));
    assertThat(names.getFirst().getLabel()).isEqualTo("restart-deployment");
    assertThat(names.getFirst().getDetail()).contains("risk");
    var edit = names.getFirst().getTextEdit().getLeft();
    assertThat(Editor.applied(editor.text(PRODUCTION), List.of(edit)))
        .contains("[restart-deployment, get-configmap,");

    editor.replace(PRODUCTION, "    decision: allow\n", "    decision: allow\n    t\n");
    assertThat(completion(PRODUCTION, editor.in(PRODUCTION, "    t\n", 5)))
        .as("everything else is there, and who is allowed needs nobody's approval")
        .isEmpty();
  }

  @Test
  void aKeyIsCompletedWithTheCaretInsideOfItsBrackets() throws Exception {
    editor.openFile("policies/new.yaml", "rules:\n  - name: n\n    match:\n      act\n");
    var at = editor.in("policies/new.yaml", "act\n", 3);
    assertThat(completion("policies/new.yaml", at))
        .filteredOn(item -> item.getLabel().equals("actions"))
        .singleElement()
        .satisfies(item -> {
          assertThat(item.getTextEdit().getLeft().getNewText()).isEqualTo("actions: [$0]");
          assertThat(item.getDocumentation().getRight().getValue()).contains("Names of actions");
        });
  }

  @Test
  void whatStandsUnderThePointerIsExplained() throws Exception {
    editor.openFile(PRODUCTION);
    var documents = editor.server().getTextDocumentService();
    var hover =
        got(
            documents.hover(
                new HoverParams(
                    editor.id(PRODUCTION), editor.in(PRODUCTION, "rollout-status", 3))));
    assertThat(hover.getContents().getRight().getValue())
        .startsWith("**rollout-status**")
        .contains("an action", "risk: low");
    assertThat(hover.getRange().getStart()).isEqualTo(editor.in(PRODUCTION, "rollout-status", 0));
    var nothing =
        got(documents.hover(new HoverParams(editor.id(PRODUCTION), new Position(9_999, 9_999))));
    assertThat(nothing).isNull();
  }

  private String explained(String name, Position at) throws Exception {
    return got(editor.server().getTextDocumentService().hover(new HoverParams(editor.id(name), at)))
        .getContents()
        .getRight()
        .getValue();
  }

  @Test
  void theTextOfAWorkspaceIsNoMarkup() throws Exception {
    var name = "tests/new.yaml";
    editor.openFile(
        name,
        """
        tests:
          - {name: "<img src=x> [a](b)", action: rollout-status, expect: deny}
          - {name: "`` a ` <b> ` c", action: rollout-status, expect: deny}
          - {name: "` <i> \\n", action: rollout-status, expect: deny}
          - {name: "say `<u>` so", action: rollout-status, expect: deny}
        """);
    assertThat(explained(name, editor.in(name, "<img", 1))).contains("\\<img src=x\\> \\[a\\](b)");
    assertThat(explained(name, editor.in(name, "<b>", 1))).contains("\\`\\` a \\` \\<b\\> \\` c");
    assertThat(explained(name, editor.in(name, "<i>", 1))).contains("\\` \\<i\\>");
    assertThat(explained(name, editor.in(name, "<u>", 1))).contains("say `<u>` so");
  }

  @Test
  void aQuickFixTakesTheMarkAway() throws Exception {
    editor.openFile(PRODUCTION);
    int slip = editor.replace(PRODUCTION, "decision: allow", "descision: allow");
    var mark =
        editor.marks(PRODUCTION, slip).getDiagnostics().stream()
            .filter(m -> m.getCode().getLeft().equals("unknown-key"))
            .findFirst()
            .orElseThrow();
    var actions =
        got(
            editor
                .server()
                .getTextDocumentService()
                .codeAction(
                    new CodeActionParams(
                        editor.id(PRODUCTION),
                        mark.getRange(),
                        new CodeActionContext(List.of(mark)))));
    CodeAction fix =
        actions.stream()
            .map(a -> a.getRight())
            .filter(a -> a.getTitle().equals("Write `decision`"))
            .findFirst()
            .orElseThrow();
    assertThat(fix.getDiagnostics()).extracting(d -> d.getCode().getLeft()).contains("unknown-key");
    assertThat(fix.getEdit().getDocumentChanges().getFirst().getLeft().getTextDocument())
        .satisfies(document -> assertThat(document.getVersion()).isEqualTo(slip));
    editor.apply(fix.getEdit());
    assertThat(editor.marks(PRODUCTION, editor.version()).getDiagnostics()).isEmpty();
  }

  @Test
  void aQuickFixIsForTheTextAsItStands() throws Exception {
    editor.openFile(PRODUCTION);
    int slip = editor.replace(PRODUCTION, "decision: allow", "descision: allow");
    var mark = editor.marks(PRODUCTION, slip).getDiagnostics().getFirst();
    editor.replace(PRODUCTION, "rules:", "# one\n# two\nrules:");
    var at = editor.in(PRODUCTION, "descision", 1);
    var actions =
        got(
            editor
                .server()
                .getTextDocumentService()
                .codeAction(
                    new CodeActionParams(
                        editor.id(PRODUCTION),
                        new Range(at, at),
                        new CodeActionContext(List.of(mark)))));
    editor.apply(actions.getFirst().getRight().getEdit());
    assertThat(editor.text(PRODUCTION)).contains("decision: allow").doesNotContain("descision");
  }

  @Test
  void aRenamingKnowsWhatCameToTheDiskUntold() throws Exception {
    editor.openFile(PRODUCTION);
    editor.marks(PRODUCTION, editor.version());
    var tests = editor.file(TESTS);
    Files.writeString(tests, "# new\n# lines\n" + Files.readString(tests));
    var at = editor.in(PRODUCTION, "look-at-production", 4);
    var documents = editor.server().getTextDocumentService();
    editor.apply(got(documents.rename(new RenameParams(editor.id(PRODUCTION), at, "watch"))));
    assertThat(Files.readString(tests))
        .startsWith("# new\n# lines\n")
        .contains("expect_rule: watch\n")
        .doesNotContain("look-at-production");
  }

  @Test
  void aRuleIsRenamedInOpenAndInClosedFiles() throws Exception {
    editor.openFile(PRODUCTION);
    editor.marks(PRODUCTION, editor.version());
    var at = editor.in(PRODUCTION, "look-at-production", 4);
    var documents = editor.server().getTextDocumentService();
    var prepared = got(documents.prepareRename(new PrepareRenameParams(editor.id(PRODUCTION), at)));
    assertThat(prepared.getSecond().getPlaceholder()).isEqualTo("look-at-production");

    editor.apply(got(documents.rename(new RenameParams(editor.id(PRODUCTION), at, "watch"))));
    assertThat(editor.text(PRODUCTION))
        .contains("name: watch")
        .doesNotContain("look-at-production");
    assertThat(editor.text(TESTS))
        .contains("expect_rule: watch")
        .doesNotContain("look-at-production");
  }

  @Test
  void aRenamingThatWouldBeWrongIsRefusedWithItsReason() throws Exception {
    editor.openFile(PRODUCTION);
    var documents = editor.server().getTextDocumentService();
    var at = editor.in(PRODUCTION, "delete-pod", 2);
    assertThatThrownBy(
            () -> got(documents.rename(new RenameParams(editor.id(PRODUCTION), at, "drain-node"))))
        .cause()
        .isInstanceOfSatisfying(
            ResponseErrorException.class,
            e -> {
              assertThat(e.getResponseError().getCode())
                  .isEqualTo(ResponseErrorCode.RequestFailed.getValue());
              assertThat(e.getMessage()).contains("`drain-node` is a name already");
            });
    var free = editor.in(PRODUCTION, "Known agents", 2);
    assertThat(got(documents.prepareRename(new PrepareRenameParams(editor.id(PRODUCTION), free))))
        .isNull();
  }

  @Test
  void patternsThatNoLongerMatchAreToldOf() throws Exception {
    editor.openFile("actions/scale-deployment.yaml");
    var at = editor.in("actions/scale-deployment.yaml", "name: scale-deployment", 8);
    got(
        editor
            .server()
            .getTextDocumentService()
            .rename(new RenameParams(editor.id("actions/scale-deployment.yaml"), at, "resize")));
    assertThat(editor.message().getMessage())
        .contains("`scale-*` in `20-production.yaml`", "left alone");
  }

  @Test
  void usesAndTheDeclarationAreFound() throws Exception {
    editor.openFile(TESTS);
    var documents = editor.server().getTextDocumentService();
    var at = editor.in(TESTS, "look-at-production", 1);
    var uses =
        got(
            documents.references(
                new ReferenceParams(editor.id(TESTS), at, new ReferenceContext(false))));
    assertThat(uses).isNotEmpty().extracting(Location::getUri).containsOnly(editor.uri(TESTS));
    var declared = got(documents.definition(new DefinitionParams(editor.id(TESTS), at)));
    assertThat(declared.getLeft())
        .extracting(l -> ((Location) l).getUri())
        .containsExactly(editor.uri(PRODUCTION));
  }

  @Test
  void theOutlineIsTheOrderOfEvaluation() throws Exception {
    editor.openFile(
        "policies/new.yaml",
        "rules:\n  - {name: low, priority: 1}\n  - {name: high, priority: 9}\n");
    var symbols =
        got(
            editor
                .server()
                .getTextDocumentService()
                .documentSymbol(new DocumentSymbolParams(editor.id("policies/new.yaml"))));
    assertThat(symbols).extracting(s -> s.getRight().getName()).containsExactly("high", "low");
  }

  private List<? extends TextEdit> formatting(String name) throws Exception {
    return got(
        editor
            .server()
            .getTextDocumentService()
            .formatting(
                new DocumentFormattingParams(editor.id(name), new FormattingOptions(8, false))));
  }

  @Test
  void aFileIsLaidOutAsValidateWouldHaveItAndKeepsItsComments() throws Exception {
    var name = "policies/new.yaml";
    var text =
        "rules:\n-   name:   x # \ud83d\ude00\n    # why\n    match:   {actions: [ a,b ]}\n\n\n\n";
    editor.openFile(name, text);
    var laid = Editor.applied(text, List.copyOf(formatting(name)));
    assertThat(laid).isEqualTo(Formatter.format(text)).contains("# \ud83d\ude00", "# why");
    editor.replace(name, text, laid);
    assertThat(formatting(name)).isEmpty();

    editor.replace(name, laid, "rules: [");
    assertThat(formatting(name)).isEmpty();
  }

  @Test
  void onlyTheLinesThatChangeAreWritten() throws Exception {
    editor.openFile(PRODUCTION);
    editor.replace(PRODUCTION, "    priority: 550", "    priority:    550");
    assertThat(formatting(PRODUCTION))
        .singleElement()
        .satisfies(edit -> assertThat(edit.getNewText()).isEqualTo("    priority: 550\n"));
  }

  @Test
  void charactersBeyondTheBasicPlaneAreCountedAsTheProtocolDoes() throws Exception {
    var name = "policies/new.yaml";
    editor.openFile(name, "rules:\n  - name: \"\ud83d\ude00\" # x\n    descision: deny\n");
    editor.replace(name, "\ud83d\ude00\" # x", "\ud83d\ude00\ud83d\ude00\" # y");
    editor.replace(name, "\" # y", "z\" # y");
    int version = editor.replace(name, "\ud83d\ude00z", "z");
    var marks = editor.marks(name, version).getDiagnostics();
    assertThat(editor.text(name)).contains("name: \"\ud83d\ude00z\" # y");
    assertThat(marks)
        .filteredOn(m -> m.getCode().getLeft().equals("unknown-key"))
        .singleElement()
        .satisfies(m -> assertThat(m.getRange().getStart()).isEqualTo(new Position(2, 4)));
  }

  @Test
  void aFileOutsideOfAnyWorkspaceIsLeftAlone() throws Exception {
    editor.openFile("README.yaml", "a: [");
    assertThat(completion("README.yaml", new Position(0, 4))).isEmpty();
  }
}
