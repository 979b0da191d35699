package dev.perennial.syncpush;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * HTTP as a server speaks it that holds thousands of connections open and sends little on each: an
 * open one has buffers of a few kilobytes, and a client that takes nothing is given up.
 */
public final class ManyConnections extends Http11NioProtocol {

  /** What an answer is gathered in before it is sent; Tomcat has 8 KB, and twice that for text. */
  private static final int ANSWER = 2048;

  private static final int SOCKET_READ = 2048;
  private static final int SOCKET_WRITE = 1024;

  /** What the system holds of a stream whose client is slow; left to itself it is megabytes. */
  private static final int SYSTEM_WRITE = 64 * 1024;

  public ManyConnections() {
    setProperty("socket.appReadBufSize", String.valueOf(SOCKET_READ));
    setProperty("socket.appWriteBufSize", String.valueOf(SOCKET_WRITE));
    setProperty("socket.txBufSize", String.valueOf(SYSTEM_WRITE));
  }

  /**
   * Makes the server speak so.
   *
   * @param patience how long a client may take none of what it is sent
   */
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> with(Duration patience) {
    return server -> {
      server.setProtocol(ManyConnections.class.getName());
      server.addConnectorCustomizers(
          connector ->
              ((ManyConnections) connector.getProtocolHandler())
                  .setConnectionTimeout((int) patience.toMillis()));
    };
  }

  @Override
  public int getDesiredBufferSize() {
    return ANSWER;
  }
}
