package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.LIST_SHARED;
import static dev.perennial.events.EventType.LIST_UNSHARED;
import static dev.perennial.events.EventType.PROFILE_UPDATED;
import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.events.EventType.TASK_UPDATED;
import static dev.perennial.reminderscheduler.Events.dueAt;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.HeadContract;
import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.QueryContract;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.Channel;
import dev.perennial.events.Channels;
import dev.perennial.events.EventJson;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.reminders.Fixtures.TaskFixture;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class RemindersApiIT {

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Reminders");

  private final String ada = "ada-" + UUID.randomUUID();
  private final Instant inAnHour =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));

  @Test
  void shows_the_reminders_of_a_task_to_the_person_reminded_only() {
    var task = planned();

    var items = get(ada, remindersOf(task)).at("/items");

    assertThat(items).hasSize(1);
    assertThat(items.at("/0/reminder/before").asString()).isEqualTo("PT0S");
    assertThat(items.at("/0/firesAt").asString()).isEqualTo(inAnHour.toString());
    assertThat(items.at("/0/state").asString()).isEqualTo("planned");
    assertThat(send("GET", "grace", remindersOf(task), "").statusCode()).isEqualTo(404);
    assertThat(send("GET", ada, "/v1/tasks/nonsense/reminders", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "COMPLETED"})
  void a_person_who_was_removed_from_the_list_has_no_such_task_and_no_such_reminder(Status status) {
    var list = UUID.randomUUID();
    EVENTS.list(LIST_SHARED, list, 1, "grace", ada);
    var task = dueAt(inAnHour, ada).in(list).seenBy("grace", ada);
    EVENTS.task(TASK_SCHEDULED, task);
    var snooze = snoozeOf(task);
    EVENTS.task(TASK_UPDATED, task.version(2).status(status));

    EVENTS.list(LIST_UNSHARED, list, 2, "grace");

    assertThat(send("GET", ada, remindersOf(task), "").statusCode()).isEqualTo(404);
    assertThat(post(ada, snooze, "{'for': 'PT10M'}").statusCode()).isEqualTo(404);

    EVENTS.list(LIST_SHARED, list, 3, "grace", ada);
    assertThat(get(ada, remindersOf(task)).at("/items")).hasSize(1);
  }

  @Test
  void a_person_whose_task_was_moved_to_a_list_of_somebody_else_has_no_such_task() {
    var list = UUID.randomUUID();
    EVENTS.list(LIST_SHARED, list, 1, "grace", ada);
    var task = dueAt(inAnHour, ada).in(list).seenBy("grace", ada);
    EVENTS.task(TASK_SCHEDULED, task);
    assertThat(get(ada, remindersOf(task)).at("/items")).hasSize(1);

    EVENTS.task(TASK_UPDATED, task.version(2).in(UUID.randomUUID()).seenBy("grace"));

    assertThat(send("GET", ada, remindersOf(task), "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_member_who_is_not_reminded_has_no_reminders_of_the_task() {
    var list = UUID.randomUUID();
    EVENTS.list(LIST_SHARED, list, 1, "grace", ada);
    var task = dueAt(inAnHour, ada).in(list).seenBy("grace", ada);
    EVENTS.task(TASK_SCHEDULED, task);

    assertThat(get("grace", remindersOf(task)).at("/items")).isEmpty();
    assertThat(send("GET", "mallory", remindersOf(task), "").statusCode()).isEqualTo(404);
  }

  @Test
  void every_operation_takes_the_described_query_parameters_and_no_others() {
    QueryContract.check(DOCUMENT, (method, path) -> send(method, ada, path, ""));
  }

  @Test
  void head_returns_what_get_returns_without_a_body() {
    var headers = Map.of("Authorization", TestIssuer.authorization(ada));

    HeadContract.check(DOCUMENT, (method, path) -> Shared.HTTP.send(method, path, headers, ""));
    HeadContract.check(
        remindersOf(planned()), (method, path) -> Shared.HTTP.send(method, path, headers, ""));
  }

  @Test
  void shows_the_delivery_by_each_channel() {
    var task = planned();
    handedOn(task);
    delivered("EMAIL", "SENT", "sent_at");
    delivered("PUSH", "SUPPRESSED", "suppressed_at");

    var reminder = get(ada, remindersOf(task)).at("/items/0");

    assertThat(reminder.at("/state").asString()).isEqualTo("sent");
    assertThat(reminder.at("/deliveries/0/channel").asString()).isEqualTo("email");
    assertThat(reminder.at("/deliveries/0/sentAt").isNull()).isFalse();
    assertThat(reminder.at("/deliveries/1/state").asString()).isEqualTo("suppressed");
  }

  @Test
  void
      a_reminder_has_failed_if_one_channel_has_and_none_has_sent_it_and_is_suppressed_if_all_are() {
    var failed = planned();
    handedOn(failed);
    delivered("EMAIL", "FAILED", "failed_at");
    delivered("PUSH", "SUPPRESSED", "suppressed_at");
    assertThat(get(ada, remindersOf(failed)).at("/items/0/state").asString()).isEqualTo("failed");

    POSTGRES.execute("UPDATE reminders.deliveries SET state = 'SUPPRESSED' WHERE state = 'FAILED'");
    assertThat(get(ada, remindersOf(failed)).at("/items/0/state").asString())
        .isEqualTo("suppressed");
  }

  @Test
  void a_reminder_that_was_sent_can_be_snoozed_and_is_sent_again() {
    var task = planned();
    handedOn(task);

    var put = post(ada, snoozeOf(task), "{'for': 'PT10M'}");

    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(body(put).at("/state").asString()).isEqualTo("planned");
    assertThat(body(put).at("/snoozed").asBoolean()).isTrue();
    assertThat(Instant.parse(body(put).at("/firesAt").asString()))
        .isBetween(Instant.now().plusSeconds(590), Instant.now().plusSeconds(600));
    POSTGRES.execute(
        "UPDATE reminders.reminders SET fires_at = now() WHERE user_id = '%s'".formatted(ada));
    EVENTS.fireAlarm();
    assertThat(
            POSTGRES.column(
                "SELECT id FROM runtime.outbox WHERE attributes ->> 'owner' = '%s'".formatted(ada)))
        .hasSize(2);
  }

  @Test
  void a_reminder_can_be_snoozed_until_a_local_time_of_the_person() {
    var task = planned();
    var local = inAnHour.plusSeconds(7200).atOffset(ZoneOffset.UTC).toLocalDateTime();

    var put = post(ada, snoozeOf(task), "{'until': '" + local + "'}");

    assertThat(body(put).at("/firesAt").asString())
        .isEqualTo(inAnHour.plusSeconds(7200).toString());
  }

  @Test
  void an_invalid_snooze_is_rejected_with_the_invalid_field() {
    var snooze = snoozeOf(planned());

    assertThat(pointers(post(ada, snooze, "{'for': 'soon'}"))).containsExactly("/for");
    assertThat(pointers(post(ada, snooze, "{'for': 'PT1S'}"))).containsExactly("/for");
    assertThat(pointers(post(ada, snooze, "{'until': '2001-01-01T00:00'}")))
        .containsExactly("/until");
    assertThat(pointers(post(ada, snooze, "{}"))).containsExactly("");
    assertThat(post("grace", snooze, "{'for': 'PT10M'}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "{'for': 'P106751991167300D'}, /for",
        "{'for': 'P15250284452471W'}, /for",
        "{'for': 'P-106751991167300D'}, /for",
        "{'for': 'PT-9223372036854775808S'}, /for",
        "{'for': 'P999999999999999999999W'}, /for",
        "{'until': '+999999999-12-31T23:59:59'}, /until",
        "{'until': '+1000000000-12-31T23:59:59Z'}, /until",
        "{'until': '-1000000000-01-01T00:00:00Z'}, /until",
        "{'until': '9999-12-31T23:59:59-18:00'}, /until"
      })
  void a_snooze_to_the_ends_of_time_is_rejected(String body, String at) {
    assertThat(pointers(post(ada, snoozeOf(planned()), body))).containsExactly(at);
  }

  @Test
  void a_device_whose_token_holds_a_nul_is_rejected() {
    assertThat(pointers(send("DELETE", ada, "/v1/me/devices?token=a%00", "")))
        .containsExactly("/token");
  }

  @Test
  void a_reminder_can_be_snoozed_until_an_instant_with_any_offset() {
    var snooze = snoozeOf(planned());
    var until = inAnHour.plusSeconds(7200);

    for (var offset : List.of("Z", "+00:00", "+05:45", "-08:00")) {
      var text =
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(until.atOffset(ZoneOffset.of(offset)));

      var response = post(ada, snooze, "{'until': '" + text.replace("Z", offset) + "'}");

      assertThat(body(response).at("/firesAt").asString()).as(text).isEqualTo(until.toString());
    }
  }

  @Test
  void a_reminder_can_be_snoozed_for_weeks() {
    var response = post(ada, snoozeOf(planned()), "{'for': 'P1W'}");

    assertThat(Instant.parse(body(response).at("/firesAt").asString()))
        .isBetween(
            Instant.now().plus(Duration.ofDays(7)).minusSeconds(60),
            Instant.now().plus(Duration.ofDays(7)));
  }

  @Test
  void a_reminder_of_a_completed_task_cannot_be_snoozed() {
    var task = planned();
    var snooze = snoozeOf(task);
    EVENTS.task(TASK_COMPLETED, task.version(2).status(Status.COMPLETED));

    assertThat(post(ada, snooze, "{'for': 'PT10M'}").statusCode()).isEqualTo(409);
  }

  @Test
  void a_snooze_gets_503_while_the_alarm_cannot_be_set() {
    var snooze = snoozeOf(planned());
    Shared.CLUSTER.respondWith(503);
    try {
      POSTGRES.execute("UPDATE reminders.alarm SET set_to = NULL");
      var put = post(ada, snooze, "{'for': 'PT10M'}");

      assertThat(put.statusCode()).isEqualTo(503);
      assertThat(body(put).at("/type").asString()).endsWith("/unavailable");
    } finally {
      Shared.CLUSTER.respondWith(200);
    }
    assertThat(post(ada, snooze, "{'for': 'PT10M'}").statusCode()).isEqualTo(200);
  }

  @Test
  void a_device_is_registered_once_by_its_token_and_moves_to_the_user_who_registers_it() {
    var token = "token-" + UUID.randomUUID();
    var device = "{'token': '" + token + "', 'platform': 'android', 'name': 'Phone'}";

    assertThat(post(ada, "/v1/me/devices", device).statusCode()).isEqualTo(200);
    post(ada, "/v1/me/devices", device.replace("Phone", "Old phone"));
    assertThat(get(ada, "/v1/me/devices").at("/items")).hasSize(1);
    assertThat(get(ada, "/v1/me/devices").at("/items/0/name").asString()).isEqualTo("Old phone");

    post("grace-" + ada, "/v1/me/devices", device);
    assertThat(get(ada, "/v1/me/devices").at("/items")).isEmpty();
    assertThat(send("DELETE", ada, "/v1/me/devices?token=" + token, "").statusCode())
        .isEqualTo(404);
    assertThat(
            send("DELETE", "grace-" + ada, "/v1/me/devices", "{\"token\": \"" + token + "\"}")
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void a_write_with_an_idempotency_key_is_executed_once() {
    var token = "token-" + UUID.randomUUID();
    var phone = "{'token': '" + token + "', 'platform': 'ios', 'name': 'Phone'}";

    comesOnce("POST", snoozeOf(planned()), "{'for': 'PT10M'}", "{'for': 'PT20M'}");
    comesOnce("POST", "/v1/me/devices", phone, phone.replace("Phone", "Old phone"));
    assertThat(get(ada, "/v1/me/devices").at("/items/0/name").asString()).isEqualTo("Phone");
    comesOnce("DELETE", "/v1/me/devices", "{'token': '" + token + "'}", "{'token': 'other'}");
  }

  @Test
  void the_longest_token_is_registered_and_a_longer_one_is_rejected() {
    // Characters of four bytes in no order, which Postgres cannot compress.
    var longest = new StringBuilder();
    new Random(42).ints(600, 0x10000, 0x110000).forEach(longest::appendCodePoint);
    var device = "{'token': '" + longest + "', 'platform': 'android'}";

    assertThat(post(ada, "/v1/me/devices", device).statusCode()).isEqualTo(200);
    assertThat(pointers(post(ada, "/v1/me/devices", device.replace(longest, longest + "a"))))
        .containsExactly("/token");
  }

  @Test
  void a_device_without_a_token_or_with_an_unknown_platform_is_rejected() {
    assertThat(pointers(post(ada, "/v1/me/devices", "{'platform': 'toaster'}")))
        .containsExactlyInAnyOrder("/token", "/platform");
  }

  @Test
  void a_person_has_at_most_twenty_devices_and_the_oldest_is_removed() {
    for (int i = 1; i <= 21; i++) {
      post(ada, "/v1/me/devices", "{'token': '" + ada + "-" + i + "', 'platform': 'web'}");
    }

    var items = get(ada, "/v1/me/devices").at("/items");
    assertThat(items).hasSize(20);
    assertThat(items.at("/0/token").asString()).isEqualTo(ada + "-2");
  }

  @Test
  void the_devices_of_an_erased_person_are_deleted() {
    post(ada, "/v1/me/devices", "{'token': '" + ada + "', 'platform': 'ios'}");

    EVENTS.erasure(Events.profile(ada, 4, null));

    assertThat(get(ada, "/v1/me/devices").at("/items")).isEmpty();
  }

  @Test
  void one_click_unsubscribes_until_the_channels_are_chosen_again() {
    profileIs(1, new Channels(null, null));
    var address = "/v1/reminders/unsubscribe/" + unsubscribeToken() + "?kind=digest";

    var page = send("GET", null, address, "");
    assertThat(page.body()).contains("<form method=\"post\">");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'");
    assertThat(unsubscribed()).containsExactly("{}");

    assertThat(oneClick(address).statusCode()).isEqualTo(200);
    assertThat(oneClick(address).statusCode()).isEqualTo(200);
    assertThat(unsubscribed()).containsExactly("{digest}");

    profileIs(2, new Channels(List.of(Channel.EMAIL), null));
    assertThat(unsubscribed()).containsExactly("{}");
  }

  @Test
  void an_unsubscribe_link_with_an_unknown_token_is_rejected() {
    var nobody = "/v1/reminders/unsubscribe/" + UUID.randomUUID();

    assertThat(oneClick(nobody + "?kind=digest").statusCode()).isEqualTo(404);
    assertThat(send("GET", null, nobody + "?kind=digest", "").statusCode()).isEqualTo(404);
    assertThat(oneClick(nobody).statusCode()).isEqualTo(400);
    assertThat(oneClick(nobody + "?kind=everything").statusCode()).isEqualTo(400);
    assertThat(send("DELETE", null, nobody, "").statusCode()).isEqualTo(405);
  }

  @Test
  void a_request_without_an_access_token_is_rejected() {
    assertThat(send("GET", null, "/v1/me/devices", "").statusCode()).isEqualTo(401);
  }

  private void comesOnce(String method, String path, String body, String otherBody) {
    var key = UUID.randomUUID().toString();

    var first = keyed(key, method, path, body);
    var again = keyed(key, method, path, body);

    assertThat(first.statusCode()).isLessThan(300);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(again.statusCode()).isEqualTo(first.statusCode());
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(keyed(key, method, path, otherBody).statusCode()).isEqualTo(422);
  }

  private HttpResponse<String> keyed(String key, String method, String path, String json) {
    return checked(
        method,
        path,
        Map.of(
            "Authorization",
            TestIssuer.authorization(ada),
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            key),
        json.replace('\'', '"'));
  }

  private TaskFixture planned() {
    var task = dueAt(inAnHour, ada);
    assertThat(EVENTS.task(TASK_SCHEDULED, task).statusCode()).isEqualTo(202);
    return task;
  }

  private void handedOn(TaskFixture task) {
    POSTGRES.execute(
        "UPDATE reminders.reminders SET fires_at = now() WHERE task_id = '%s'"
            .formatted(task.id()));
    assertThat(EVENTS.fireAlarm().statusCode()).isEqualTo(202);
  }

  private void delivered(String channel, String state, String at) {
    POSTGRES.execute(
        """
        INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at, %s)
        SELECT notification_id, '%s', '%s', now(), now() FROM reminders.reminders WHERE user_id = '%s'
        """
            .formatted(at, channel, state, ada));
  }

  private void profileIs(long version, Channels channels) {
    var profile =
        new ProfileSnapshot(
            ada,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            channels,
            null,
            null,
            null,
            null,
            null,
            version,
            Instant.now());
    EVENTS.profile(PROFILE_UPDATED, profile, Instant.now());
  }

  private String unsubscribeToken() {
    return POSTGRES
        .column(
            "SELECT unsubscribe_token FROM reminders.people WHERE user_id = '%s'".formatted(ada))
        .getFirst();
  }

  private List<String> unsubscribed() {
    return POSTGRES.column(
        "SELECT unsubscribed FROM reminders.people WHERE user_id = '%s'".formatted(ada));
  }

  private String snoozeOf(TaskFixture task) {
    var id = get(ada, remindersOf(task)).at("/items/0/id").asString();
    return "/v1/reminders/" + id + "/snooze";
  }

  private static String remindersOf(TaskFixture task) {
    return "/v1/tasks/" + task.id() + "/reminders";
  }

  private static JsonNode get(String user, String path) {
    var response = send("GET", user, path, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return body(response);
  }

  private static HttpResponse<String> post(String user, String path, String json) {
    return send("POST", user, path, json.replace('\'', '"'));
  }

  /** As a mail program does it (RFC 8058, section 3.2). */
  private static HttpResponse<String> oneClick(String path) {
    return checked(
        "POST",
        path,
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        "List-Unsubscribe=One-Click");
  }

  private static HttpResponse<String> send(String method, String user, String path, String body) {
    var headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    if (user != null) {
      headers.put("Authorization", TestIssuer.authorization(user));
    }
    return checked(method, path, headers, body);
  }

  /** Every response is validated against the document. */
  private static HttpResponse<String> checked(
      String method, String path, Map<String, String> headers, String body) {
    var response = Shared.HTTP.send(method, path, headers, body);
    if (response.statusCode() != 405) {
      var template = DOCUMENT.template(path).orElseThrow();
      assertThat(DOCUMENT.violations(method, template, response)).as(response.body()).isEmpty();
    }
    return response;
  }

  private static JsonNode body(HttpResponse<String> response) {
    return EventJson.MAPPER.readTree(response.body());
  }

  private static List<String> pointers(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(400);
    return body(response)
        .at("/errors")
        .valueStream()
        .map(e -> e.at("/pointer").asString())
        .toList();
  }
}
