package dev.agentsafe.app.lsp;

import java.io.InputStream;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageProducer;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.ConcurrentMessageProcessor;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** Puts server and editor together, with {@link Frames} in the place of the library's reader. */
final class Wire extends LSPLauncher.Builder<LanguageClient> {
  private final InputStream in;
  private @Nullable MessageJsonHandler json;
  private @Nullable RemoteEndpoint endpoint;
  private @Nullable StreamMessageConsumer out;

  Wire(InputStream in) {
    this.in = in;
    setInput(in);
    setRemoteInterface(LanguageClient.class);
    validateMessages(true);
  }

  @Override
  protected MessageJsonHandler createJsonHandler() {
    var made = super.createJsonHandler();
    json = made;
    return made;
  }

  @Override
  protected RemoteEndpoint createRemoteEndpoint(MessageJsonHandler handler) {
    var made = super.createRemoteEndpoint(handler);
    endpoint = made;
    return made;
  }

  /** The answer to what has no id has none: the check of what is sent would not let it through. */
  @Override
  protected MessageConsumer wrapMessageConsumer(MessageConsumer consumer) {
    if (consumer instanceof StreamMessageConsumer stream) {
      out = stream;
    }
    return super.wrapMessageConsumer(consumer);
  }

  @Override
  protected ConcurrentMessageProcessor createMessageProcessor(
      MessageProducer reader, MessageConsumer consumer, LanguageClient proxy) {
    var handler = json;
    var issues = endpoint;
    var stream = out;
    return handler == null || issues == null || stream == null
        ? super.createMessageProcessor(reader, consumer, proxy)
        : super.createMessageProcessor(new Frames(in, handler, issues, stream), consumer, proxy);
  }
}
