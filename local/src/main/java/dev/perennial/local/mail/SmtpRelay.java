package dev.perennial.local.mail;

import dev.perennial.embedded.StartupException;
import dev.perennial.local.capture.PendingFailures;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Stands before an SMTP server on this machine and fails in ways that one itself does not. */
final class SmtpRelay implements AutoCloseable {

  private static final Logger LOG = System.getLogger(SmtpRelay.class.getName());
  private static final int BACKLOG = 1024;

  // The server's queue of new connections is 50 long; what does not fit waits for seconds.
  private static final int CONNECTING = 16;

  private final Semaphore connecting = new Semaphore(CONNECTING);
  private final int port;
  private final int serverPort;
  private final PendingFailures<MailFailure> failures;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listener;

  SmtpRelay(int port, int serverPort, PendingFailures<MailFailure> failures) {
    this.port = port;
    this.serverPort = serverPort;
    this.failures = failures;
  }

  /** Takes connections, if it does not yet. */
  synchronized void up() {
    if (listener != null) {
      return;
    }
    try {
      var opened = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      listener = opened;
      Thread.ofVirtual().name("smtp").start(() -> accept(opened));
    } catch (IOException e) {
      throw new StartupException(
          "the mail catcher cannot listen on port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  /** Refuses connections, and cuts those there are. */
  synchronized void down() {
    if (listener != null) {
      closeQuietly(listener);
      listener = null;
    }
    open.forEach(SmtpRelay::closeQuietly);
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        Thread.ofVirtual().name("smtp session").start(() -> relay(client));
      } catch (IOException closed) {
        LOG.log(Level.DEBUG, "no more mail is taken until the relay is up again");
      }
    }
  }

  private void relay(Socket socket) {
    open.add(socket);
    try (var client = new SmtpWire(socket);
        var behind = new Socket()) {
      greeted(client, behind).run();
    } catch (IOException brokenOff) {
      LOG.log(Level.DEBUG, "an SMTP connection broke off", brokenOff);
    } finally {
      open.remove(socket);
    }
  }

  private SmtpSession greeted(SmtpWire client, Socket behind) throws IOException {
    connecting.acquireUninterruptibly();
    try {
      behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
      var session = new SmtpSession(client, new SmtpWire(behind), failures);
      session.greet();
      return session;
    } finally {
      connecting.release();
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "already closed", e);
    }
  }

  @Override
  public void close() {
    down();
  }
}
