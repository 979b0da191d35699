package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.reminderdispatch.ChannelDelivery.Route;
import dev.perennial.reminderdispatch.mail.MailSender;
import dev.perennial.reminderdispatch.push.PushSender;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.ledger.RetrySchedule;
import dev.perennial.runtime.metering.Metering;
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

/** The function without its server, with immediate retries and a settable clock. */
final class DispatchFixture implements AutoCloseable {

  private static final RetrySchedule QUICK =
      new RetrySchedule(List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));
  private static final CatchUpWindow CATCH_UP = new CatchUpWindow(Duration.ofHours(24));

  private final AtomicReference<Instant> now = new AtomicReference<>(Scene.NOW);
  private final Database database;
  private final MailSender mail;
  private final PushSender push;
  private final EventProcessor processor;

  /**
   * @param openFor how long an open circuit rejects calls
   */
  DispatchFixture(Duration openFor, Map<String, String> more) {
    this(openFor, ChannelDelivery.SENDING, more);
  }

  /**
   * @param sending how long sending may take
   */
  DispatchFixture(Duration openFor, Duration sending, Map<String, String> more) {
    var settings = TestPostgres.shared().settings("reminder-dispatch", more);
    database = Database.open(settings);
    // Not started, so that events stay in the outbox.
    var relay = new OutboxRelay(database, new KafkaPublisher("test", settings.kafka()));
    var store =
        new DeliveryStore(
            database,
            new JdbcOutbox(
                database, relay, Metering.withoutRecords(now::get), settings.source(), now::get));
    mail = new MailSender(settings, now::get, () -> {});
    push = new PushSender(settings, store, () -> {});
    var routes =
        Map.of(
            Channel.EMAIL, new Route(mail, new Circuit("e-mail", openFor)),
            Channel.PUSH, new Route(push, new Circuit("push", openFor)));
    var handler =
        new ReminderDispatch(
            store, new ChannelDelivery(store, routes, sending, now::get), CATCH_UP, now::get);
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
