package dev.agentsafe.app.lsp;

import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.services.WorkspaceService;

/** What happens around the documents: files on disk, folders. Thread-safe. */
final class Surroundings implements WorkspaceService {
  private final Server server;

  Surroundings(Server server) {
    this.server = server;
  }

  @Override
  public void didChangeConfiguration(DidChangeConfigurationParams params) {
    // There is nothing to configure: what holds is in the workspace.
  }

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
    server.take(params, server.desk()::refresh);
  }

  @Override
  public void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params) {
    server.take(
        params,
        () ->
            params.getEvent().getAdded().stream()
                .flatMap(folder -> Places.file(folder.getUri()).stream())
                .forEach(server.desk().projects()::open));
  }
}
