package dev.perennial.local.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.perennial.local.capture.BoundedHistory;
import dev.perennial.local.capture.CaptureServer;
import dev.perennial.local.capture.InjectedFailure;
import dev.perennial.local.capture.PendingFailures;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that sends nothing on.
 *
 * <pre>
 *   function ──SMTP──> relay, which fails when told to ──> GreenMail ──> the newest mails
 * </pre>
 */
public final class MailCaptureServer implements CaptureServer, AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int ANY_PORT = 0;

  private final int port;
  private final InstantSource clock;
  private final GreenMail server =
      new GreenMail(new ServerSetup(ANY_PORT, HOST, ServerSetup.PROTOCOL_SMTP));
  private final PendingFailures<MailFailure> failures = new PendingFailures<>(MailFailure.class);
  private final BoundedHistory<ReceivedMail> history = new BoundedHistory<>();
  private final AtomicLong ids = new AtomicLong();
  private @Nullable MovingMessage last;
  private @Nullable SmtpRelay relay;

  public MailCaptureServer(int port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
  }

  public void start() {
    var everybody = new Mailbox(this::receive);
    server.getUserManager().setMessageDeliveryHandler((_, _) -> everybody);
    server.getUserManager().setAuthRequired(false);
    server.start();
    relay = new SmtpRelay(port, server.getSmtp().getPort(), failures);
    relay.up();
  }

  /** Is called for each recipient of a mail, one after the other; it is one mail all the same. */
  private synchronized void receive(MovingMessage message) {
    if (message.getMessage() == null || message.equals(last)) {
      return;
    }
    last = message;
    history.add(new ReceivedMail(Long.toString(ids.incrementAndGet()), clock.instant(), message));
  }

  /** What functions are told of it, by variable. */
  public Map<String, String> settings() {
    return Map.of(
        "SMTP_HOST",
        HOST,
        "SMTP_PORT",
        Integer.toString(port),
        "SMTP_STARTTLS",
        "false",
        "MAIL_FROM",
        "Perennial <perennial@localhost>");
  }

  /** Where it listens. */
  public String address() {
    return HOST + ":" + port;
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
    if (relay == null) {
      return;
    }
    if (injected.filter(MailFailure.DOWN::equals).isPresent()) {
      relay.down();
    } else {
      relay.up();
    }
  }

  @Override
  public void close() {
    if (relay != null) {
      relay.close();
    }
    server.stop();
  }
}
