package dev.perennial.runtime.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * An HTTP/1.1 server with a virtual thread for each request: Coyote, the HTTP layer of Tomcat,
 * without its servlet container. Requests that are not valid HTTP never reach the handler's {@link
 * RequestHandler#handle}. A client that sends or accepts the content of a body at less than 1 KB a
 * second ({@link MinimumRate}), or nothing for the time limit of a read, is disconnected; so is one
 * whose request line and headers take longer than that limit together. The framing of chunks is no
 * content.
 */
public final class HttpServer {

  /** Of the request line and the headers together. */
  public static final int MAX_HEAD_BYTES = 16 * 1024;

  private static final int MAX_RESPONSE_HEADER_BYTES = 8 * 1024;

  /** Of a chunked body; nothing reads them, and a client could send them for hours. */
  private static final int MAX_EXTENSION_BYTES = 128;

  private static final int MAX_TRAILER_BYTES = 512;

  /** How many sets of buffers are kept for later connections. */
  private static final int KEPT_BUFFERS = 50;

  /** How much of a body that nobody has read is skipped, so that the client gets the response. */
  private static final int MAX_SKIPPED_BYTES = 2 * 1024 * 1024;

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(75);

  /**
   * How long a stop waits for clients that keep a connection. Each that sends a request in this
   * time gets its response, which closes the connection.
   */
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(1);

  /** The kernel's buffer for a slow client, in bytes; its default grows to megabytes. */
  private static final int KERNEL_WRITE_BUFFER = 64 * 1024;

  private final Http11NioProtocol protocol;
  private final ScheduledExecutorService timeouts;
  private final RequestsInProgress inProgress;
  private final int port;

  private HttpServer(
      Http11NioProtocol protocol,
      ScheduledExecutorService timeouts,
      RequestsInProgress inProgress) {
    this.protocol = protocol;
    this.timeouts = timeouts;
    this.inProgress = inProgress;
    this.port = protocol.getLocalPort();
  }

  /**
   * How a server treats connections.
   *
   * @param readWriteTimeout how long a single read or write may wait for the client, and how long
   *     the request line and the headers may take
   * @param bufferBytes the size of each buffer of a connection
   * @param max how many connections are accepted at once; others wait in the kernel. Each takes
   *     about 28 KB and two buffers while a request is in progress, or has begun to arrive
   */
  public record Connections(Duration readWriteTimeout, int bufferBytes, int max) {

    /** For a heap of 80 MB. */
    public static final Connections STANDARD = new Connections(Duration.ofSeconds(10), 8192, 400);

    MinimumRate newRate() {
      return new MinimumRate(readWriteTimeout);
    }
  }

  /**
   * Starts a server.
   *
   * @param address port 0 for any free port
   * @throws IllegalStateException if the address cannot be bound
   */
  public static HttpServer start(
      InetSocketAddress address, Connections connections, RequestHandler handler) {
    var inProgress = new RequestsInProgress();
    var timeouts =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("http-timeouts").factory());
    var protocol = protocol(address, connections);
    protocol.setUtilityExecutor(timeouts);
    protocol.setAdapter(new ExchangeAdapter(handler, inProgress, connections));
    try {
      protocol.init();
      protocol.start();
    } catch (Exception fault) {
      throw new IllegalStateException("the server cannot listen on " + address, fault);
    }
    return new HttpServer(protocol, timeouts, inProgress);
  }

  private static Http11NioProtocol protocol(InetSocketAddress address, Connections connections) {
    var protocol = new DeadlineProtocol(connections.readWriteTimeout());
    InetAddress ip = address.getAddress();
    // Else the listening socket stays open while the requests in progress are finished.
    protocol.setProperty("bindOnInit", "false");
    protocol.setAddress(ip);
    protocol.setPort(address.getPort());
    protocol.setExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    protocol.setMaxConnections(connections.max());
    protocol.setConnectionTimeout((int) connections.readWriteTimeout().toMillis());
    protocol.setKeepAliveTimeout((int) KEEP_ALIVE.toMillis());
    protocol.setMaxKeepAliveRequests(-1);
    protocol.setMaxHttpRequestHeaderSize(MAX_HEAD_BYTES);
    protocol.setMaxHeaderCount(RefusalStatus.MAX_HEADERS);
    protocol.setMaxHttpResponseHeaderSize(MAX_RESPONSE_HEADER_BYTES);
    protocol.setMaxExtensionSize(MAX_EXTENSION_BYTES);
    protocol.setMaxTrailerSize(MAX_TRAILER_BYTES);
    protocol.setProcessorCache(KEPT_BUFFERS);
    protocol.setMaxSwallowSize(MAX_SKIPPED_BYTES);
    // A request that is refused for its headers need not send its body.
    protocol.setContinueResponseTiming("onRead");
    protocol.setProperty("socket.appReadBufSize", String.valueOf(connections.bufferBytes()));
    protocol.setProperty("socket.appWriteBufSize", String.valueOf(connections.bufferBytes()));
    protocol.setProperty("socket.txBufSize", String.valueOf(KERNEL_WRITE_BUFFER));
    return protocol;
  }

  /** The port that the server listens on. */
  public int port() {
    return port;
  }

  /**
   * Closes the listening socket, waits for the requests in progress, and closes all connections. A
   * request that arrives meanwhile on a connection of an earlier one gets its response. Each
   * response has {@code Connection: close}.
   *
   * @param atMost how long requests in progress may take; connections of those that take longer are
   *     closed
   * @return false if requests were still in progress
   */
  public boolean stop(Duration atMost) {
    var end = System.nanoTime() + atMost.toNanos();
    try {
      inProgress.drain();
      protocol.closeServerSocketGraceful();
      awaitRequests(timeUntil(end));
      protocol.awaitConnectionsClose(Math.min(LAST_REQUESTS.toMillis(), timeUntil(end).toMillis()));
      protocol.pause();
      var finished = awaitRequests(timeUntil(end));
      protocol.stop();
      protocol.destroy();
      timeouts.shutdown();
      return finished;
    } catch (Exception fault) {
      throw new IllegalStateException("the server cannot be stopped", fault);
    }
  }

  private static Duration timeUntil(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private boolean awaitRequests(Duration atMost) {
    try {
      return inProgress.awaitNone(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
