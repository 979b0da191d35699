package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.LIST_SHARED;
import static dev.perennial.events.EventType.PROFILE_DELETED;
import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminderscheduler.Events.dueAt;
import static dev.perennial.reminderscheduler.Scene.TOKYO;
import static dev.perennial.reminderscheduler.Scene.expectDone;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.reminders.Fixtures;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Erasure of people, and retention. */
class ErasureIT {

  private static final String[] KEPT = {"tasks", "reminders", "notifications", "devices", "lists"};

  private final Scene scene = new Scene();
  private final String ada = scene.ada;
  private final Instant inAnHour = scene.inAnHour;
  private final Instant anHourAgo = scene.anHourAgo;

  @Test
  void erasing_a_person_deletes_everything_about_them() {
    scene.profileIs(Events.profile(ada, 3, TOKYO, null, LocalTime.of(6, 30)));
    var done = dueAt(inAnHour, ada);
    scene.scheduled(dueAt(anHourAgo, ada));
    scene.scheduled(done);
    scene.scheduled(dueAt(inAnHour, ada));
    EVENTS.task(TASK_COMPLETED, done.version(2).status(Status.COMPLETED));
    EVENTS.fireAlarm();
    POSTGRES.execute(
        """
        INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
          SELECT id, 'EMAIL', 'SENT', now() FROM reminders.notifications WHERE user_id = '%1$s';
        INSERT INTO runtime.idempotency_keys (consumer, user_id, key, fingerprint, created_at)
          VALUES ('reminder-scheduler', '%1$s', 'of a snooze', '', now())
        """
            .formatted(ada));
    registerDevice();
    EVENTS.list(LIST_SHARED, UUID.randomUUID(), 2, "grace", ada);
    assertThat(kept()).extracting(row -> row.split(" ", 2)[0]).containsOnly(KEPT);

    expectDone(EVENTS.erasure(Events.profile(ada, 4, TOKYO)).statusCode());

    assertThat(kept()).isEmpty();
    assertThat(person()).containsExactly("");
    assertThat(
            POSTGRES.column(
                "SELECT key FROM runtime.idempotency_keys WHERE user_id = '%s'".formatted(ada)))
        .isEmpty();
  }

  @Test
  void erasing_a_person_empties_their_parked_events_of_every_function() {
    List.of(ada, "grace").forEach(ErasureIT::park);

    expectDone(EVENTS.erasure(Events.profile(ada, 4, TOKYO)).statusCode());

    assertThat(parkedTexts()).contains("a title of grace").doesNotContain("a title of " + ada);
  }

  @Test
  void a_forged_erasure_is_parked_and_deletes_nothing() {
    scene.profileIs(Events.profile(ada, 3, TOKYO));
    scene.scheduled(dueAt(inAnHour, ada));
    registerDevice();
    park(ada);
    var before = kept();
    var settings = person();

    var refused =
        EVENTS.profile(
            PROFILE_DELETED, Events.profile(ada, 4, TOKYO), Instant.now().plusSeconds(9));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Kne-Reason"))
        .hasValueSatisfying(reason -> assertThat(reason).contains("has recorded no erasure"));
    assertThat(kept()).isEqualTo(before).isNotEmpty();
    assertThat(person()).isEqualTo(settings);
    assertThat(parkedTexts()).contains("a title of " + ada);
  }

  @Test
  void an_erasure_deletes_nothing_of_a_person_who_has_come_back_since() {
    scene.profileIs(Events.profile(ada, 3, TOKYO));
    var erasedAt = Instant.now();
    POSTGRES.recordErasure(ada, erasedAt);
    var last = Events.profile(ada, 4, TOKYO);
    expectDone(EVENTS.profile(PROFILE_DELETED, last, erasedAt).statusCode());
    scene.scheduled(dueAt(inAnHour, ada), Instant.now());
    registerDevice();
    var before = kept();
    var forged = Events.profile(ada, 5, TOKYO);

    expectDone(EVENTS.profile(PROFILE_DELETED, last, erasedAt).statusCode());
    expectDone(EVENTS.profile(PROFILE_DELETED, forged, erasedAt).statusCode());
    assertThat(EVENTS.profile(PROFILE_DELETED, forged, Instant.now()).statusCode()).isEqualTo(422);

    assertThat(kept()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void events_from_before_an_erasure_store_nothing() {
    var known = dueAt(inAnHour, ada);
    var last = Events.profile(ada, 3, TOKYO, null, LocalTime.of(6, 30));
    scene.scheduled(known);
    scene.profileIs(last);
    var before = Instant.now();
    EVENTS.erasure(Events.profile(ada, 4, TOKYO));

    scene.profileIs(last);
    scene.scheduled(known.version(2), before);
    scene.scheduled(dueAt(inAnHour, ada), before);

    assertThat(kept()).isEmpty();
    assertThat(person()).containsExactly("");
  }

  @Test
  void a_person_who_comes_back_after_an_erasure_is_stored_again() {
    scene.profileIs(Events.profile(ada, 9, TOKYO));
    EVENTS.erasure(Events.profile(ada, 10, TOKYO));

    scene.profileIs(Events.profile(ada, 1, BERLIN));

    assertThat(POSTGRES.column("SELECT profile::jsonb ->> 'zone' FROM reminders.people"))
        .containsExactly("Europe/Berlin");
  }

  @Test
  void the_content_of_a_deleted_task_is_deleted() {
    var task = dueAt(inAnHour, ada);
    scene.scheduled(task);

    expectDone(EVENTS.task(TASK_DELETED, task.version(2)).statusCode());

    assertThat(kept()).filteredOn(row -> row.contains("Water")).isEmpty();
  }

  @Test
  void rows_older_than_the_retention_period_are_deleted_and_newer_ones_kept() {
    var old = dueAt(anHourAgo, ada);
    var recent = dueAt(anHourAgo.plusSeconds(60), ada);
    var planned = dueAt(inAnHour, ada);
    List.of(old, recent, planned).forEach(scene::scheduled);
    EVENTS.fireAlarm();
    List.of(old, recent)
        .forEach(task -> EVENTS.task(TASK_COMPLETED, task.version(2).status(Status.COMPLETED)));
    POSTGRES.execute(
        """
        INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
          SELECT id, 'PUSH', 'SENT', now() FROM reminders.notifications WHERE user_id = '%1$s';
        UPDATE reminders.notifications SET due_at = due_at - interval '90 days' WHERE id IN
          (SELECT notification_id FROM reminders.reminders WHERE task_id = '%2$s');
        UPDATE reminders.reminders SET changed_at = changed_at - interval '90 days'
          WHERE task_id IN ('%2$s', '%3$s');
        UPDATE reminders.tasks SET received_at = received_at - interval '90 days'
          WHERE task_id IN ('%2$s', '%3$s')
        """
            .formatted(ada, old.id(), planned.id()));

    EVENTS.fireMaintenance();

    assertThat(Scene.states())
        .containsExactly("DUE " + anHourAgo.plusSeconds(60), "PLANNED " + inAnHour);
    assertThat(
            POSTGRES.column(
                "SELECT notification_id FROM reminders.deliveries JOIN reminders.notifications"
                    + " ON id = notification_id WHERE user_id = '%s'".formatted(ada)))
        .isEqualTo(
            POSTGRES.column("SELECT notification_id FROM reminders.reminders WHERE state = 'DUE'"));
    assertThat(
            POSTGRES.column(
                "SELECT task_id FROM reminders.tasks WHERE user_id = '%s' AND task IS NULL"
                    .formatted(ada)))
        .containsExactly(old.id().toString());
    scene.scheduled(old.due(Fixtures.due(inAnHour.plusSeconds(60))));
    assertThat(Scene.states()).as("its version is still known").hasSize(2);
  }

  private void registerDevice() {
    POSTGRES.execute(
        """
        INSERT INTO reminders.devices (token, user_id, platform, registered_at)
          VALUES ('%1$s', '%1$s', 'web', now())
        """
            .formatted(ada));
  }

  /** Parks an event with a text of this person. */
  private static void park(String owner) {
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger
          (consumer, source, event_id, event_type, state, attempts, reason, attributes, data)
        VALUES ('on-completed-recurrence', '/test', '%s', 'any', 'PARKED', 4, 'it failed',
          '{"owner": "%2$s"}', 'a title of %2$s')
        """
            .formatted(UUID.randomUUID(), owner));
  }

  private static List<String> parkedTexts() {
    return POSTGRES.column(
        "SELECT convert_from(data, 'UTF8') FROM runtime.ledger WHERE data IS NOT NULL");
  }

  /** All rows that contain the name of the person, each after the name of its table. */
  private List<String> kept() {
    return Stream.of(KEPT)
        .flatMap(
            table ->
                POSTGRES
                    .column(
                        "SELECT '%1$s ' || row_to_json(t) FROM reminders.%1$s t WHERE row_to_json(t)::text LIKE '%%%2$s%%'"
                            .formatted(table, ada))
                    .stream())
        .toList();
  }

  /** The settings stored of the person. */
  private List<String> person() {
    return POSTGRES.column(
        "SELECT concat(profile, digest_at, digest_date) FROM reminders.people WHERE user_id = '%s'"
            .formatted(ada));
  }
}
