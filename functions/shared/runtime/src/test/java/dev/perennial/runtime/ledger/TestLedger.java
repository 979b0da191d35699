package dev.perennial.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.metering.Metering;
import dev.perennial.runtime.outbox.JdbcOutbox;
import dev.perennial.runtime.outbox.KafkaPublisher;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.outbox.OutboxRelay;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The ledger of one function on a real Postgres, and events that are not in it yet. */
final class TestLedger implements AutoCloseable {

  static final String FUNCTION = "on-completed-recurrence";
  static final TestPostgres POSTGRES = TestPostgres.shared();
  static final RetrySchedule QUICK =
      new RetrySchedule(List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));

  private final Database database = Database.open(POSTGRES.settings(FUNCTION));

  /** Tries four times at once. */
  EventProcessor processor(EventHandler handler) {
    return processor(handler, QUICK);
  }

  EventProcessor processor(EventHandler handler, RetrySchedule schedule) {
    return new EventProcessor(database, handler, schedule);
  }

  /** Adds an event to the outbox in the open transaction; it is not published. */
  void emit(Object payload) {
    var settings = POSTGRES.settings(FUNCTION);
    var relay = new OutboxRelay(database, new KafkaPublisher(FUNCTION, settings.kafka()));
    new JdbcOutbox(
            database,
            relay,
            Metering.withoutRecords(InstantSource.system()),
            settings.source(),
            InstantSource.system())
        .add(new Outbox.Entry(EventType.TASK_CREATED, "t", "l", "ada", "ada", payload));
  }

  static CloudEvent anyEvent() {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/functions/test"))
        .withType("test")
        .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** Enters the number of failed attempts and the time for which another delivery has the lease. */
  static void retrying(CloudEvent event, int attempts, Duration leased) {
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger
          (consumer, source, event_id, event_type, state, attempts, lease, leased_until, reason)
        VALUES ('%s', '%s', '%s', 'test', 'RETRYING', %d, gen_random_uuid(), now() + interval '%s', 'it failed')
        """
            .formatted(FUNCTION, event.getSource(), event.getId(), attempts, leased));
  }

  /** The event's state and how often it was attempted. */
  static String stateOf(CloudEvent event) {
    return entryOf(event, "state || ' ' || attempts");
  }

  static String entryOf(CloudEvent event, String expression) {
    var entries =
        POSTGRES.column(
            "SELECT %s FROM runtime.ledger WHERE consumer = '%s' AND event_id = '%s'"
                .formatted(expression, FUNCTION, event.getId()));
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  @Override
  public void close() {
    database.close();
  }
}
