package dev.perennial.events;

import static dev.perennial.events.PublishedContract.kind;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventContractTest {

  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Map<String, String> SUBJECTS =
      Map.ofEntries(
          Map.entry("task", "/data/task/id"),
          Map.entry("list", "/data/list/id"),
          Map.entry("invitation", "/data/invitation/listId"),
          Map.entry("profile", "/data/profile/userId"),
          Map.entry("reminder", "/data/notification/id"),
          Map.entry("budget", "/data/budget/userId"),
          Map.entry("usage", "/data/usage/owner"),
          Map.entry("spending", "/data/userId"),
          Map.entry("audit", "/data/checkpoint/id"),
          Map.entry("redrive", "/data/redrive/id"),
          Map.entry("replay", "/data/replay/id"),
          Map.entry("letters", "/data/letters/id"));
  private static final Map<String, String> PARTITION_KEYS =
      Map.ofEntries(
          Map.entry("task", "/data/task/listId"),
          Map.entry("list", "/data/list/id"),
          Map.entry("invitation", "/data/invitation/listId"),
          Map.entry("profile", "/data/profile/userId"),
          Map.entry("reminder", "/data/notification/userId"),
          Map.entry("budget", "/data/budget/userId"),
          Map.entry("usage", "/data/usage/owner"),
          Map.entry("spending", "/data/userId"),
          Map.entry("audit", "/data/checkpoint/id"),
          Map.entry("redrive", "/data/redrive/id"),
          Map.entry("replay", "/data/replay/id"),
          Map.entry("letters", "/data/letters/id"));

  @ParameterizedTest
  @CsvSource({"schemas", "samples"})
  void every_type_has_its_file_and_every_file_its_type(String folder) throws IOException {
    try (var files = Files.list(RESOURCES.resolve(folder))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".v1.json")))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(EventType.values()).map(PublishedContract::fileName).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_sample_conforms_to_its_schema_and_its_envelope(EventType type) {
    ObjectNode sample = PublishedContract.sample(type);

    assertThat(PublishedContract.envelopeViolations(sample.toString())).isEmpty();
    assertThat(PublishedContract.violations(type, sample.required("data").toString())).isEmpty();
    assertThat(sample.required("type").asString()).isEqualTo(type.type());
    assertThat(sample.required("dataschema").asString()).isEqualTo(type.schema().toString());
    assertThat(sample.required("subject")).isEqualTo(sample.at(SUBJECTS.get(kind(type))));
    assertThat(sample.required("partitionkey"))
        .isEqualTo(sample.at(PARTITION_KEYS.get(kind(type))));
  }

  @ParameterizedTest
  @EnumSource
  void a_type_knows_whether_its_partition_key_is_a_list(EventType type) {
    assertThat(type.hasListAsPartitionKey())
        .isEqualTo(PARTITION_KEYS.get(kind(type)).matches(".*/(listId|list/id)"));
  }

  @ParameterizedTest
  @EnumSource
  void a_sample_has_every_attribute_of_the_envelope(EventType type) {
    ObjectNode sample = PublishedContract.sample(type);

    assertThat(sample.propertyNames())
        .allSatisfy(
            attribute -> {
              ObjectNode without = sample.deepCopy();
              without.remove(attribute);
              assertThat(PublishedContract.envelopeViolations(without.toString()))
                  .as(attribute)
                  .hasSize(1);
            });
  }

  @ParameterizedTest
  @EnumSource
  void a_sample_read_into_the_record_and_written_back_is_the_same(EventType type) {
    JsonNode payload = PublishedContract.samplePayload(type);

    Object event = read(type, payload);

    assertThat(EventJson.MAPPER.readTree(EventJson.write(event))).isEqualTo(payload);
  }

  @ParameterizedTest
  @EnumSource
  void the_envelope_around_a_record_is_the_sample(EventType type) {
    ObjectNode sample = PublishedContract.sample(type);
    var cloudEvent = new JsonFormat().deserialize(EventJson.write(sample));
    Object payload = read(type, sample.required("data"));
    var envelope =
        new Envelope(
            EventType.of(cloudEvent.getType()).orElseThrow(),
            UUID.fromString(cloudEvent.getId()),
            cloudEvent.getSource(),
            String.valueOf(cloudEvent.getSubject()),
            cloudEvent.getTime().toInstant(),
            String.valueOf(cloudEvent.getExtension("partitionkey")),
            String.valueOf(cloudEvent.getExtension("actor")),
            String.valueOf(cloudEvent.getExtension("owner")),
            String.valueOf(cloudEvent.getExtension("traceparent")));

    byte[] written = new JsonFormat().serialize(envelope.around(payload));

    assertThat(EventJson.MAPPER.readTree(written)).isEqualTo(sample);
  }

  @ParameterizedTest
  @CsvSource({
    "TASK_CREATED,   /task/status,    '\"completed\"'",
    "TASK_CREATED,   /changes/title,  '{\"from\": \"Feed the cat\", \"to\": \"Water the ferns\"}'",
    "TASK_UPDATED,   /changes,        {}",
    "TASK_COMPLETED, /task/status,    '\"open\"'",
    "TASK_COMPLETED, /task/completedAt, null",
    "TASK_SKIPPED,   /task/status,    '\"completed\"'",
    "TASK_SKIPPED,   /task/skippedAt, null",
    "TASK_DELETED,   /reason,         '\"boredom\"'",
    "TASK_CREATED,   /task/reminders, '[{}]'",
    "TASK_REOPENED,  /task/completedAt, '\"2026-03-02T07:12:45Z\"'",
    "TASK_DELETED,   /changes,        '{\"title\": {\"from\": \"a\", \"to\": \"b\"}}'",
    "TASK_RESTORED,  /task/status,    '\"deleted\"'",
    "TASK_SCHEDULED, /changes,        {}",
    "TASK_CREATED,   /task/id,        '\"no uuid\"'",
    "TASK_CREATED,   /task/due/date,  '\"2026-02-30\"'",
    "TASK_CREATED,   /task/recurrence/interval, 0",
    "LIST_CREATED,   /changes/name,   '{\"from\": \"House\", \"to\": \"Garden\"}'",
    "LIST_CREATED,   /list/version,   2",
    "LIST_UPDATED,   /changes,        {}",
    "LIST_DELETED,   /changes,        '{\"name\": {\"from\": \"a\", \"to\": \"b\"}}'",
    "LIST_SHARED,    /changes,        {}",
    "LIST_SHARED,    /list/members/1/role, '\"guest\"'",
    "LIST_UNSHARED,  /changes,        {}",
    "INVITATION_CREATED, /invitation/role, '\"guest\"'",
    "INVITATION_DECLINED, /invitation/userId, null",
    "INVITATION_WITHDRAWN, /audience, []",
    "PROFILE_UPDATED, /changes,       {}",
    "PROFILE_UPDATED, /profile/defaultReminders/0/before, '\"soon\"'",
    "PROFILE_UPDATED, /profile/quietHours/to, '\"24:00\"'",
    "PROFILE_UPDATED, /profile/channels/digest, '[\"pigeon\"]'",
    "PROFILE_DELETED, /changes,       '{\"zone\": {\"from\": null, \"to\": \"UTC\"}}'",
    "REMINDER_DUE,    /channel,       '\"email\"'",
    "REMINDER_DUE,    /notification/reminders/0/instant, '\"soon\"'",
    "REMINDER_DELIVERED, /reason,     '\"because\"'",
    "REMINDER_FAILED, /reason,        '\"\"'",
    "REMINDER_EXPIRED, /channel,      '\"push\"'",
    "BUDGET_REACHED, /budget/spent,   '\"a lot\"'",
    "BUDGET_REACHED, /budget/threshold, 0",
    "BUDGET_REACHED, /budget/month,   '\"2026-13\"'",
    "SPENDING_RECORDED, /userId,      '\"\"'",
    "USAGE_RECORDED, /usage/lines,    []",
    "USAGE_RECORDED, /usage/lines/0/quantity, 42",
    "AUDIT_CHECKPOINT, /checkpoint/heads/0/hash, '\"0815\"'",
    "AUDIT_CHECKPOINT, /checkpoint/heads/0/number, 0",
    "AUDIT_CHECKPOINT, /checkpoint/kind, '\"tails\"'",
    "AUDIT_CHECKPOINT, /signature,    null",
    "REDRIVE_STARTED, /redrive/state, '\"stuck\"'",
    "REDRIVE_CHANGED, /step,          '{\"number\": 1, \"notBefore\": \"2026-03-02T09:00:01Z\"}'",
    "REDRIVE_ADVANCED, /step,         null",
    "REDRIVE_ADVANCED, /step/number,  0",
    "REPLAY_STARTED, /replay/mode,    '\"rebuild\"'",
    "REPLAY_CHANGED, /replay/from,    '\"yesterday\"'",
    "REPLAY_ADVANCED, /step,          null",
    "LETTERS_DISCARDED, /letters/ids, []",
    "LETTERS_RESTORED, /letters/reason, '\"\"'",
  })
  void a_schema_refuses_values_that_its_event_type_cannot_have(
      EventType type, String pointer, String wrong) {
    JsonNode payload = PublishedContract.samplePayload(type);
    int last = pointer.lastIndexOf('/');

    ((ObjectNode) payload.at(pointer.substring(0, last)))
        .set(pointer.substring(last + 1), EventJson.MAPPER.readTree(wrong));

    assertThat(PublishedContract.violations(type, payload.toString())).isNotEmpty();
  }

  @Test
  void a_record_has_exactly_the_fields_of_its_schema() {
    var task = (TaskEvent) read(EventType.TASK_DELETED);
    var overruled = (TaskEvent) read(EventType.TASK_UPDATED);
    var list = (ListEvent) read(EventType.LIST_SHARED);
    var profile = (ProfileEvent) read(EventType.PROFILE_UPDATED);

    assertThatEachSaysAll(
        "task",
        Map.of(
            "event", task,
            "task", task.task(),
            "due", task.task().due(),
            "reminder", new Reminder(Duration.ZERO, LocalDateTime.MIN, ZoneOffset.UTC),
            "change", overruled.changes().get("title"),
            "client", task.client()));
    assertThatEachSaysAll(
        "list",
        Map.of("event", list, "list", list.list(), "member", list.list().members().getFirst()));
    var invited = (InvitationEvent) read(EventType.INVITATION_CREATED);
    assertThatEachSaysAll(
        "invitation", Map.of("event", invited, "invitation", invited.invitation()));
    var about = profile.profile();
    assertThatEachSaysAll(
        "profile",
        Map.of(
            "event",
            profile,
            "profile",
            about,
            "channels",
            about.channels(),
            "quietHours",
            about.quietHours()));
    var failed = (ReminderEvent) read(EventType.REMINDER_FAILED);
    var notification = failed.notification();
    assertThatEachSaysAll(
        "reminder",
        Map.of(
            "event",
            failed,
            "notification",
            notification,
            "reminded",
            notification.reminders().getFirst()));
  }

  @Test
  void a_budget_has_exactly_the_fields_of_its_schema() {
    var reached = (BudgetEvent) read(EventType.BUDGET_REACHED);

    assertThatEachSaysAll("budget", Map.of("event", reached, "budget", reached.budget()));
  }

  @Test
  void spending_has_exactly_the_fields_of_its_schema() {
    assertThatEachSaysAll("spending", Map.of("event", read(EventType.SPENDING_RECORDED)));
  }

  @Test
  void usage_has_exactly_the_fields_of_its_schema() {
    var recorded = (UsageEvent) read(EventType.USAGE_RECORDED);

    assertThatEachSaysAll(
        "usage",
        Map.of(
            "event",
            recorded,
            "usage",
            recorded.usage(),
            "line",
            recorded.usage().lines().getFirst()));
  }

  @Test
  void a_checkpoint_has_exactly_the_fields_of_its_schema() {
    var signed = (CheckpointEvent) read(EventType.AUDIT_CHECKPOINT);

    assertThatEachSaysAll(
        "audit",
        Map.of(
            "event",
            signed,
            "checkpoint",
            signed.checkpoint(),
            "head",
            signed.checkpoint().heads().getFirst()));
  }

  @Test
  void a_redrive_a_replay_and_letters_have_exactly_the_fields_of_their_schemas() {
    var advanced = (RedriveEvent) read(EventType.REDRIVE_ADVANCED);
    var discarded = (LettersEvent) read(EventType.LETTERS_DISCARDED);

    assertThatEachSaysAll(
        "redrive",
        Map.of("event", advanced, "redrive", advanced.redrive(), "step", advanced.step()));
    var replay = (ReplayEvent) read(EventType.REPLAY_ADVANCED);
    assertThatEachSaysAll(
        "replay", Map.of("event", replay, "replay", replay.replay(), "step", replay.step()));
    assertThatEachSaysAll("letters", Map.of("event", discarded, "letters", discarded.letters()));
  }

  private static void assertThatEachSaysAll(String kind, Map<String, Object> said) {
    assertThat(said)
        .allSatisfy(
            (name, record) ->
                assertThat(EventJson.MAPPER.<JsonNode>valueToTree(record).propertyNames())
                    .containsExactlyInAnyOrderElementsOf(
                        PublishedContract.definition(kind, name)
                            .required("properties")
                            .propertyNames()));
  }

  @Test
  void a_foreign_type_is_unknown() {
    assertThat(EventType.of("dev.perennial.task.completed.v2")).isEmpty();
  }

  private static Object read(EventType type) {
    return read(type, PublishedContract.samplePayload(type));
  }

  private static Object read(EventType type, JsonNode payload) {
    return EventJson.read(EventJson.write(payload), PublishedContract.payload(type));
  }
}
