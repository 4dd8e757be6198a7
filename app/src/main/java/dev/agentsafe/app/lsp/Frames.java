package dev.agentsafe.app.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.MessageIssueHandler;
import org.eclipse.lsp4j.jsonrpc.MessageProducer;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;

/**
 * Reads messages out of a stream, each to its last byte before it is looked at: what is no message
 * is answered with an error, and the next one is found all the same. For one thread.
 *
 * <p>The library's own reader stops within a message that it cannot read and takes the rest for the
 * header of the next one, and it makes room for whatever length is claimed.
 */
final class Frames implements MessageProducer {
  /** The most bytes that a message may have. */
  static final int LONGEST = 64 * 1024 * 1024;

  private static final int LONGEST_HEADER = 4 * 1024;
  private static final String LENGTH = "content-length:";
  private static final int NONE = -1;

  private final InputStream in;
  private final MessageJsonHandler json;
  private final MessageIssueHandler issues;
  private final MessageConsumer out;

  /**
   * Reads that stream.
   *
   * @param issues answers messages that can be read and are wrong
   * @param out takes answers to what cannot be read
   */
  Frames(InputStream in, MessageJsonHandler json, MessageIssueHandler issues, MessageConsumer out) {
    this.in = in;
    this.json = json;
    this.issues = issues;
    this.out = out;
  }

  @Override
  public void listen(MessageConsumer consumer) {
    try {
      while (true) {
        int length = header();
        if (length == NONE) {
          return;
        }
        var body = in.readNBytes(length);
        if (body.length < length) {
          return;
        }
        take(new String(body, StandardCharsets.UTF_8), consumer);
      }
    } catch (Unframed e) {
      refuse(ResponseErrorCode.InvalidRequest, e.words);
    } catch (InterruptedIOException e) {
      // The session is over.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new JsonRpcException(e);
    }
  }

  private void take(String text, MessageConsumer consumer) {
    try {
      parsed(text).ifPresent(consumer::consume);
    } catch (MessageIssueException e) {
      issues.handle(e.getRpcMessage(), e.getIssues());
    }
  }

  /** The message; empty where it is none, which is answered. */
  private Optional<Message> parsed(String text) {
    try {
      var message = json.parseMessage(text);
      if (message == null) {
        refuse(ResponseErrorCode.InvalidRequest, "this is no message");
      }
      return Optional.ofNullable(message);
    } catch (MessageIssueException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library throws whatever its parsers do: an id of `1.5` is a NumberFormatException.
      refuse(ResponseErrorCode.ParseError, "this is no message: JSON-RPC 2.0 is expected");
      return Optional.empty();
    }
  }

  /** Answers what has no id that could be read. */
  private void refuse(ResponseErrorCode code, String words) {
    var answer = new ResponseMessage();
    answer.setJsonrpc("2.0");
    answer.setError(new ResponseError(code, words, null));
    out.consume(answer);
  }

  /** The length of the message that follows; {@link #NONE} at the end of the stream. */
  private int header() throws IOException, Unframed {
    int length = NONE;
    int bytes = 0;
    var line = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        return NONE;
      }
      if (++bytes > LONGEST_HEADER) {
        throw new Unframed("a header of more than " + LONGEST_HEADER + " bytes is not taken");
      }
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      var said = line.toString().strip().toLowerCase(Locale.ROOT);
      line.setLength(0);
      if (said.startsWith(LENGTH)) {
        length = length(said.substring(LENGTH.length()).strip());
      } else if (said.isEmpty()) {
        if (length != NONE) {
          return length;
        }
        refuse(ResponseErrorCode.InvalidRequest, "the header `Content-Length` is missing");
        bytes = 0;
      }
    }
  }

  private static int length(String said) throws Unframed {
    if (!said.matches("[0-9]{1,9}") || Integer.parseInt(said) > LONGEST) {
      throw new Unframed(
          "a message of `%s` bytes is not taken; the most is %d"
              .formatted(said.substring(0, Math.min(said.length(), 40)), LONGEST));
    }
    return Integer.parseInt(said);
  }

  /** Nobody can tell where the next message begins: that ends the session. */
  private static final class Unframed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String words;

    Unframed(String words) {
      super(words);
      this.words = words;
    }
  }
}
