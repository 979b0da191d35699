package dev.perennial.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.EventType;
import dev.perennial.events.UserId;
import dev.perennial.runtime.StoredEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person wrote is deleted from the parked events of all functions when they leave. */
class ParkedEventsIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  @AutoClose private static final TestLedger LEDGER = new TestLedger();

  @AutoClose
  private static final Database SCHEDULER = Database.open(POSTGRES.settings("reminder-scheduler"));

  private final Instant erasedAt = Instant.now();

  @BeforeEach
  void deleteAll() {
    POSTGRES.execute("DELETE FROM runtime.ledger; DELETE FROM runtime.outbox");
    POSTGRES.execute("DELETE FROM runtime.erasures");
  }

  @Test
  void parked_events_of_the_person_are_emptied_and_those_of_others_kept() throws Exception {
    park(event("ada", erasedAt));
    park(event("ada=lovelace", erasedAt));
    park(event("grace", erasedAt));

    new ParkedEvents(SCHEDULER).erase("ada", erasedAt);

    assertThat(texts()).containsExactlyInAnyOrder("of ada=lovelace", "of grace");
    assertThat(POSTGRES.column("SELECT DISTINCT state FROM runtime.ledger WHERE data IS NULL"))
        .containsExactly("ERASED");

    new ParkedEvents(SCHEDULER).erase("ada=lovelace", erasedAt);

    assertThat(texts()).as("whose attribute is encoded").containsExactly("of grace");
  }

  @Test
  void a_later_delivery_of_an_emptied_event_is_acknowledged_and_parks_nothing() throws Exception {
    var event = event("ada", erasedAt);
    park(event);
    new ParkedEvents(SCHEDULER).erase("ada", erasedAt);

    var again = LEDGER.processor(_ -> handleNever()).process(event);

    assertThat(again).isEqualTo(new DeliveryOutcome.Duplicate());
    assertThat(TestLedger.entryOf(event, "concat(state, attributes, data)")).isEqualTo("ERASED");
  }

  @Test
  void maintenance_empties_what_happened_before_the_erasure_and_was_parked_after_it()
      throws Exception {
    new ParkedEvents(SCHEDULER).erase("ada", erasedAt);
    park(event("ada", erasedAt.minusSeconds(1)));
    park(event("ada", erasedAt.plus(Duration.ofDays(1))));
    assertThat(texts()).hasSize(2);

    new Sweep(SCHEDULER, 30).run();

    assertThat(texts()).as("the person came back a day later").containsExactly("of ada");
  }

  @Test
  void events_of_the_person_that_Kafka_refuses_are_deleted_and_others_stay() {
    refused("ada", "an hour before", "dev.perennial.task.created.v1", "now()");
    refused("ada", "waits for Kafka", "dev.perennial.task.created.v1", "NULL");
    refused("ada", "the erasure", EventType.PROFILE_DELETED.type(), "now()");
    refused("grace", "of grace", "dev.perennial.task.created.v1", "now()");

    new ParkedEvents(SCHEDULER).erase("ada", erasedAt);

    assertThat(POSTGRES.column("SELECT convert_from(data, 'UTF8') FROM runtime.outbox"))
        .containsExactlyInAnyOrder("waits for Kafka", "the erasure", "of grace");
  }

  @Test
  void no_other_function_may_erase() {
    try (var database = Database.open(POSTGRES.settings("on-completed-recurrence"))) {
      var parked = new ParkedEvents(database);

      assertThatThrownBy(() -> parked.erase("ada", erasedAt))
          .hasStackTraceContaining("permission denied");
    }
  }

  private static void park(CloudEvent event) throws InterruptedException {
    assertThat(LEDGER.processor(_ -> handleNever()).process(event))
        .isInstanceOf(DeliveryOutcome.Parked.class);
  }

  private static void handleNever() {
    throw new Unprocessable("never");
  }

  private static List<String> texts() {
    return POSTGRES.column(
        "SELECT convert_from(data, 'UTF8') FROM runtime.ledger WHERE data IS NOT NULL");
  }

  private static CloudEvent event(String owner, Instant time) {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/functions/test"))
        .withType("test")
        .withTime(time.atOffset(ZoneOffset.UTC))
        .withExtension("owner", UserId.toAttribute(owner))
        .withData("application/json", ("of " + owner).getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private void refused(String owner, String text, String type, String refusedAt) {
    var event =
        CloudEventBuilder.from(event(owner, erasedAt.minus(Duration.ofHours(1))))
            .withType(type)
            .build();
    POSTGRES.execute(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data, refused_at, refused_reason)
        VALUES ('%s', 'task-api', 'task-events', '%s', convert_to('%s', 'UTF8'), %s,
                CASE WHEN %4$s IS NOT NULL THEN 'too large' END)
        """
            .formatted(event.getId(), StoredEvent.of(event).attributes(), text, refusedAt));
  }
}
