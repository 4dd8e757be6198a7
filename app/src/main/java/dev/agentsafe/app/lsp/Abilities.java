package dev.agentsafe.app.lsp;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.DidChangeWatchedFilesCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;

/** What an editor says of itself in its greeting; what it leaves out it cannot do. */
final class Abilities {
  private Abilities() {}

  /** Whether the caret can be put inside of what is completed. */
  static boolean snippets(ClientCapabilities able) {
    return Optional.ofNullable(able.getTextDocument())
        .map(TextDocumentClientCapabilities::getCompletion)
        .map(CompletionCapabilities::getCompletionItem)
        .map(CompletionItemCapabilities::getSnippetSupport)
        .orElse(false);
  }

  /** Whether edits can name the version that they are for. */
  static boolean versionedEdits(ClientCapabilities able) {
    return Optional.ofNullable(able.getWorkspace())
        .map(WorkspaceClientCapabilities::getWorkspaceEdit)
        .map(WorkspaceEditCapabilities::getDocumentChanges)
        .orElse(false);
  }

  /** Whether it can be asked to tell of files that change on disk. */
  static boolean watchesFiles(ClientCapabilities able) {
    return Optional.ofNullable(able.getWorkspace())
        .map(WorkspaceClientCapabilities::getDidChangeWatchedFiles)
        .map(DidChangeWatchedFilesCapabilities::getDynamicRegistration)
        .orElse(false);
  }

  /** The folders that it has open. */
  static List<Path> folders(InitializeParams params) {
    var named =
        Optional.ofNullable(params.getWorkspaceFolders()).stream()
            .flatMap(List::stream)
            .map(WorkspaceFolder::getUri)
            .toList();
    var all = named.isEmpty() ? root(params) : named.stream();
    return all.flatMap(uri -> Places.file(uri).stream()).toList();
  }

  /** Editors of before there were several folders. */
  @SuppressWarnings("deprecation")
  private static Stream<String> root(InitializeParams params) {
    return Optional.ofNullable(params.getRootUri()).stream();
  }
}
