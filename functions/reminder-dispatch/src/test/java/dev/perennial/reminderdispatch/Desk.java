package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.reminderdispatch.Courier.Line;
import dev.perennial.reminderdispatch.mail.MailMessenger;
import dev.perennial.reminderdispatch.push.PushMessenger;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.JdbcDeliveryStore;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.ledger.RetrySchedule;
import dev.perennial.runtime.outbox.JdbcOutbox;
import dev.perennial.runtime.outbox.KafkaPublisher;
import dev.perennial.runtime.outbox.OutboxRelay;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The function without its server: with retries that come at once, and a clock that is set. */
final class Desk implements AutoCloseable {

  private static final RetrySchedule QUICK =
      new RetrySchedule(List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));
  private static final CatchUpWindow CATCH_UP = new CatchUpWindow(Duration.ofHours(24));

  private final AtomicReference<Instant> now = new AtomicReference<>(Scene.NOW);
  private final Database database;
  private final MailMessenger mail;
  private final PushMessenger push;
  private final EventProcessor processor;

  /**
   * @param rest how long a channel that is away is left alone
   */
  Desk(Duration rest, Map<String, String> more) {
    this(rest, Courier.SENDING, more);
  }

  /**
   * @param sending how long a sender may take
   */
  Desk(Duration rest, Duration sending, Map<String, String> more) {
    var settings = TestPostgres.shared().settings("reminder-dispatch", more);
    database = Database.open(settings);
    // Not started: what is emitted stays in the outbox.
    var relay = new OutboxRelay(database, new KafkaPublisher("test", settings.kafka()));
    var store =
        new JdbcDeliveryStore(
            database, new JdbcOutbox(database, relay, settings.source(), now::get));
    mail = new MailMessenger(settings, now::get);
    push = new PushMessenger(settings, store);
    var lines =
        Map.of(
            Channel.EMAIL, new Line(mail, new Circuit("e-mail", rest)),
            Channel.PUSH, new Line(push, new Circuit("push", rest)));
    var handler =
        new ReminderDispatch(
            store, new Courier(store, lines, sending, now::get), CATCH_UP, now::get);
    processor = new EventProcessor(database, handler, QUICK);
  }

  void goTo(Instant then) {
    now.set(then);
  }

  DeliveryOutcome deliver(CloudEvent event) {
    try {
      return processor.process(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    mail.close();
    push.close();
    database.close();
  }
}
