package dev.perennial.local.mail;

import dev.perennial.embedded.SmtpServer;
import dev.perennial.local.capture.BoundedHistory;
import dev.perennial.local.capture.CaptureServer;
import dev.perennial.local.capture.InjectedFailure;
import dev.perennial.local.capture.PendingFailures;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.Session;

/** An SMTP server that captures mails and forwards none. */
public final class MailCaptureServer implements CaptureServer, AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final InstantSource clock;
  private final SmtpServer server;
  private final PendingFailures<MailFailure> failures = new PendingFailures<>(MailFailure.class);
  private final BoundedHistory<ReceivedMail> history = new BoundedHistory<>();
  private final AtomicLong ids = new AtomicLong();

  public MailCaptureServer(int port, InstantSource clock) {
    this.clock = clock;
    this.server =
        new SmtpServer(port, builder -> builder.messageHandlerFactory(this::handler).build());
  }

  public void start() {
    server.start();
  }

  /** Called for each MAIL command: that is what counts as one message to fail. */
  private MessageHandler handler(MessageContext context) {
    return new CapturingHandler((Session) context, failures.next(""), this::receive);
  }

  private void receive(String from, Set<String> to, byte[] message) {
    var id = Long.toString(ids.incrementAndGet());
    history.add(new ReceivedMail(id, clock.instant(), from, List.copyOf(to), message));
  }

  /** Returns the environment variables by which functions find the server. */
  public Map<String, String> settings() {
    return Map.of(
        "SMTP_HOST",
        HOST,
        "SMTP_PORT",
        Integer.toString(server.port()),
        "SMTP_STARTTLS",
        "false",
        "MAIL_FROM",
        "Perennial <perennial@localhost>");
  }

  /** Returns host and port of the server. */
  public String address() {
    return HOST + ":" + server.port();
  }

  @Override
  public List<?> items() {
    return history.newestFirst().stream().map(ReceivedMail::read).toList();
  }

  @Override
  public void clear() {
    history.clear();
  }

  @Override
  public void inject(InjectedFailure failure) {
    Optional<MailFailure> injected = failures.inject(failure);
    if (injected.filter(MailFailure.DOWN::equals).isPresent()) {
      server.stop();
    } else {
      server.start();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
