package dev.perennial.reminderdispatch;

import dev.perennial.embedded.Ports;
import dev.perennial.embedded.SmtpServer;
import dev.perennial.runtime.testkit.Certificate;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.AuthenticationHandler;
import org.subethamail.smtp.AuthenticationHandlerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.auth.PlainAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * A mail server that accepts all mails, except that it rejects or ignores commands as scripted. It
 * keeps what it has accepted when it is stopped and started again.
 */
final class MailServer implements AutoCloseable {

  /** A step of the protocol at which the server can be silent. */
  enum Step {
    GREETING,
    EHLO,
    RCPT
  }

  private record Login(String user, String password) {}

  private record Received(String recipient, MimeMessage mail) {}

  private final SmtpServer server = new SmtpServer(Ports.free(), this::build);
  private final CountDownLatch closed = new CountDownLatch(1);

  private final Map<Step, AtomicInteger> silent = new ConcurrentHashMap<>();
  private final Queue<String> replies = new ConcurrentLinkedQueue<>();
  private @Nullable Certificate certificate;
  private @Nullable Login login;

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> commandsInClear = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger tlsStarts = new AtomicInteger();

  MailServer() {
    server.start();
  }

  int port() {
    return server.port();
  }

  void start() {
    server.start();
  }

  /** Closes all connections and refuses new ones. */
  void stop() {
    server.stop();
  }

  /** Closes all connections, as a server does with idle ones. */
  void hangUp() {
    server.stop();
    server.start();
  }

  /** The replies to the next recipients, one each; all further ones are accepted. */
  void respondWith(String... next) {
    Collections.addAll(replies, next);
  }

  /** Sends no reply in the next such steps. */
  void ignore(Step step, int times) {
    silent.computeIfAbsent(step, any -> new AtomicInteger()).addAndGet(times);
  }

  /** Supports STARTTLS with this certificate. */
  void startTlsAs(Certificate certificate) {
    this.certificate = certificate;
    hangUp();
  }

  /** Requires this login, with TLS or without. */
  void requireLogin(String user, String password) {
    login = new Login(user, password);
    hangUp();
  }

  /** The accepted mails to the address, oldest first. */
  List<MimeMessage> mailsTo(String address) {
    return received.stream()
        .filter(one -> one.recipient().equals(address))
        .map(Received::mail)
        .toList();
  }

  /** The number of accepted mails. */
  int accepted() {
    return received.size();
  }

  /** The number of RCPT commands. */
  int requests() {
    return Collections.frequency(commands, "RCPT");
  }

  int connections() {
    return connections.get();
  }

  /** How often a client has sent STARTTLS, whether it has then trusted the certificate or not. */
  int tlsStarts() {
    return tlsStarts.get();
  }

  /** The received AUTH, MAIL, RCPT and DATA: all that contain something of a mail or a login. */
  List<String> commands() {
    return commands;
  }

  /** Those of {@link #commands()} that were received without TLS. */
  List<String> commandsInClear() {
    return commandsInClear;
  }

  private SMTPServer build(SMTPServer.Builder builder) {
    builder
        .sessionHandler(new Greeting())
        .messageHandlerFactory(Receiver::new)
        .authenticationHandlerFactory(new Logins())
        .requireAuth(login != null)
        // A client that sends its password too early has to be noticed.
        .showAuthCapabilitiesBeforeSTARTTLS(true);
    if (certificate != null) {
      var tls = certificate.identity().getSocketFactory();
      builder
          .enableTLS()
          .startTlsSocketFactory(
              socket -> {
                tlsStarts.incrementAndGet();
                var secured = (SSLSocket) tls.createSocket(socket, null, socket.getPort(), true);
                secured.setUseClientMode(false);
                return secured;
              });
    }
    return builder.build();
  }

  private void note(String command, MessageContext context) {
    commands.add(command);
    if (!((Session) context).isTLSStarted()) {
      commandsInClear.add(command);
    }
  }

  /** Returns at once; if the server has to be silent in this step, only when it is closed. */
  private void speak(Step step) {
    var left = silent.get(step);
    if (left == null || left.getAndUpdate(times -> Math.max(0, times - 1)) == 0) {
      return;
    }
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.close();
  }

  private final class Greeting implements SessionHandler {

    @Override
    public SessionAcceptance accept(Session session) {
      connections.incrementAndGet();
      speak(Step.GREETING);
      return SessionAcceptance.success();
    }

    @Override
    public void onSessionEnd(Session session) {}
  }

  /** Accepts the required login only. */
  private final class Logins implements AuthenticationHandlerFactory {

    private final AuthenticationHandlerFactory plain =
        new PlainAuthenticationHandlerFactory(this::check);

    private void check(String user, String password, MessageContext context)
        throws LoginFailedException {
      note("AUTH", context);
      if (!new Login(user, password).equals(login)) {
        throw new LoginFailedException();
      }
    }

    /** Called for each EHLO. */
    @Override
    public List<String> getAuthenticationMechanisms() {
      speak(Step.EHLO);
      return login == null ? List.of() : plain.getAuthenticationMechanisms();
    }

    @Override
    public AuthenticationHandler create() {
      return plain.create();
    }
  }

  private final class Receiver implements MessageHandler {

    private final MessageContext context;
    private String recipient = "";

    Receiver(MessageContext context) {
      this.context = context;
    }

    @Override
    public void from(String from) {
      note("MAIL", context);
    }

    @Override
    public void recipient(String address) throws RejectException {
      note("RCPT", context);
      speak(Step.RCPT);
      var reply = replies.poll();
      if (reply != null) {
        var parts = reply.split(" ", 2);
        throw new RejectException(Integer.parseInt(parts[0]), parts[1]);
      }
      recipient = address;
    }

    @Override
    public @Nullable String data(InputStream data) {
      note("DATA", context);
      try {
        received.add(new Received(recipient, new MimeMessage(null, data)));
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
      return null;
    }

    @Override
    public void done() {}
  }
}
