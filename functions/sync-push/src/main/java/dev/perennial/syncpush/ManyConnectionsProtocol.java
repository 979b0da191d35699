package dev.perennial.syncpush;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * HTTP/1.1 for thousands of open connections on each of which little is sent: the buffers of a
 * connection are a few kilobytes, and a client that reads nothing is disconnected.
 */
public final class ManyConnectionsProtocol extends Http11NioProtocol {

  /** Bytes of a response that are buffered before they are sent; Tomcat's default is 8 KB. */
  private static final int RESPONSE_BUFFER = 2048;

  private static final int SOCKET_READ_BUFFER = 2048;
  private static final int SOCKET_WRITE_BUFFER = 1024;

  /** The kernel's buffer for a slow client, in bytes; its default grows to megabytes. */
  private static final int KERNEL_WRITE_BUFFER = 64 * 1024;

  public ManyConnectionsProtocol() {
    setProperty("socket.appReadBufSize", String.valueOf(SOCKET_READ_BUFFER));
    setProperty("socket.appWriteBufSize", String.valueOf(SOCKET_WRITE_BUFFER));
    setProperty("socket.txBufSize", String.valueOf(KERNEL_WRITE_BUFFER));
  }

  /**
   * Makes the server use this protocol.
   *
   * @param writeTimeout how long a write may wait for a client that accepts no data
   */
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> with(Duration writeTimeout) {
    return server -> {
      server.setProtocol(ManyConnectionsProtocol.class.getName());
      server.addConnectorCustomizers(
          connector ->
              ((ManyConnectionsProtocol) connector.getProtocolHandler())
                  .setConnectionTimeout((int) writeTimeout.toMillis()));
    };
  }

  @Override
  public int getDesiredBufferSize() {
    return RESPONSE_BUFFER;
  }
}
