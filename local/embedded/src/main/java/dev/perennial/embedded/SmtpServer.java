package dev.perennial.embedded;

import java.net.InetAddress;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

/**
 * An SMTP server on the loopback address that can be stopped and started again on the same port.
 * What it does with mails, and how it fails, is up to the handlers that it is built with.
 */
public final class SmtpServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final int port;
  private final Function<SMTPServer.Builder, SMTPServer> build;
  private @Nullable SMTPServer server;

  /**
   * @param build sets the handlers of each phase and builds the server; called at each start, since
   *     a SubEtha server starts only once
   */
  public SmtpServer(int port, Function<SMTPServer.Builder, SMTPServer> build) {
    this.port = port;
    this.build = build;
  }

  /**
   * Accepts connections. Does nothing if the server already runs.
   *
   * @throws StartupException if the port is in use
   */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    SMTPServer created =
        build.apply(
            SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                // Otherwise the name is looked up in DNS.
                .hostName("localhost")
                .backlog(BACKLOG)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .insertReceivedHeaders(false));
    try {
      created.start();
    } catch (RuntimeException e) {
      throw new StartupException(
          "the SMTP server cannot listen on port %d: %s".formatted(port, e.getMessage()), e);
    }
    server = created;
  }

  /** Closes every connection and refuses new ones until the next start. */
  public synchronized void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    stop();
  }
}
