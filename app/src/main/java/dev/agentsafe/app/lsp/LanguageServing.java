package dev.agentsafe.app.lsp;

import dev.agentsafe.core.CoreException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Serves one editor with the language server protocol over a pair of streams. */
public final class LanguageServing {
  private LanguageServing() {}

  /**
   * Serves until the editor says goodbye, its stream ends, or its process does.
   *
   * @param out nothing but the protocol is written to it
   * @param log what goes wrong here is written to it
   * @param version of this program
   * @return 0 where the editor said goodbye before; 1 otherwise
   */
  public static int serve(InputStream in, OutputStream out, PrintStream log, String version) {
    var server = new Server(version, e -> e.printStackTrace(log));
    // One listens, one waits for the end of that; a stream that nobody closes may hold them.
    var threads =
        Executors.newFixedThreadPool(
            2, work -> Thread.ofPlatform().name("protocol").daemon().unstarted(work));
    var launcher =
        new Wire(in)
            .setLocalService(server)
            .setOutput(out)
            .setExecutorService(threads)
            .setExceptionHandler(server::worded)
            .create();
    server.connect(launcher.getRemoteProxy());
    var listening = launcher.startListening();
    threads.execute(() -> {
      try {
        listening.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        new CoreException("the stream of the editor broke", e).printStackTrace(log);
      } finally {
        server.finish();
      }
    });
    int status = server.ended().join();
    threads.shutdownNow();
    return status;
  }
}
