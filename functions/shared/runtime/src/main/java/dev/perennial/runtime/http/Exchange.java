package dev.perennial.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request and its response. For one thread at a time. */
public interface Exchange {

  /**
   * Notes the route of the request.
   *
   * @param path with the names of its variables, such as {@code /v1/tasks/{id}}
   */
  default void isRouted(String path) {}

  /** Notes the user who has sent the request. */
  default void isSentBy(String user) {}

  /** Notes that the request had its effect before, and has none now. */
  default void isRepeated() {}

  /**
   * Notes what the request is about.
   *
   * @param list the id of a list; null if it is not known
   * @param resource the id of a task or the like; null if it is not known
   */
  default void isAbout(@Nullable String list, @Nullable String resource) {}

  /** The method, in the case in which it was sent (RFC 9110, section 9.1). */
  String method();

  /** The path as it was sent, percent-encoded. */
  String path();

  /** The query as it was sent, without its question mark; null if there is none. */
  @Nullable String query();

  /** The values of a header in the order in which they were sent; the name in any case. */
  List<String> headers(String name);

  /** Calls the action with the name and the value of each header, in the order of the request. */
  void forEachHeader(BiConsumer<String, String> action);

  /** The length of the body in bytes; -1 if the request does not state it. */
  long contentLength();

  /**
   * The body. Reading it the first time asks a client for it that waits for {@code 100 Continue}.
   * Reads throw an IOException if the body breaks off, and {@link SlowClientException} if it
   * arrives too slowly.
   */
  InputStream body();

  /** True if the status and the headers were sent, so that no other response is possible. */
  boolean isCommitted();

  /**
   * Sends the whole response. The response to HEAD gets the length of the body and no body.
   *
   * @throws IOException if the client has disconnected, or accepts the response too slowly
   */
  void send(int status, Map<String, String> headers, byte[] body) throws IOException;

  /**
   * Begins a response of unknown length. It ends when the stream is closed; {@code flush} sends
   * what was written so far.
   */
  OutputStream stream(int status, Map<String, String> headers);
}
