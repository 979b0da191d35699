package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Which events are stored in a feed, and how a feed is read. */
class FeedIT {

  private static Server server;

  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();
  private final String list = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    server = Server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_event_is_in_the_feed_of_every_user_of_its_audience_unchanged() {
    var event = TestEvent.task(ada, grace);
    server.deliver(event);

    for (var user : List.of(ada, grace)) {
      var changes = server.changes(user, 0);
      assertThat(changes.get("events")).hasSize(1);
      var entry = changes.at("/events/0");
      assertThat(entry.get("seq").longValue()).isEqualTo(1);
      assertThat(entry.get("id").stringValue()).isEqualTo(event.id());
      assertThat(entry.get("type").stringValue()).isEqualTo("dev.perennial.task.updated.v1");
      assertThat(entry.get("time").stringValue()).isEqualTo(TestEvent.TIME.toString());
      assertThat(entry.get("subject").stringValue()).isEqualTo(event.headers().get("ce-subject"));
      assertThat(entry.get("actor").stringValue()).isEqualTo("grace");
      assertThat(entry.get("data").toString()).isEqualTo(event.data());
      assertThat(changes.get("cursor").longValue()).isEqualTo(1);
      assertThat(changes.get("latest").longValue()).isEqualTo(1);
      assertThat(changes.get("hasMore").booleanValue()).isFalse();
    }
  }

  @Test
  void an_event_of_an_unknown_type_is_stored_if_it_has_an_audience() {
    server.deliver(
        TestEvent.of("dev.perennial.dream.seen.v7", "d", "{\"audience\":[\"%s\"]}".formatted(ada)));

    assertThat(server.ids(ada)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"REMINDER_.*", "PROFILE_UPDATED"},
      mode = EnumSource.Mode.MATCH_ANY)
  void reminder_and_profile_events_are_in_their_users_feed_only(EventType type) {
    var event = TestEvent.sample(type, ada);
    server.deliver(event);

    assertThat(server.ids(ada)).containsExactly(event.id());
    assertThat(server.changes(ada, 0).at("/events/0/type").stringValue()).isEqualTo(type.type());
    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT user_id FROM sync.entries JOIN sync.events ON event = number WHERE event_id = '%s'"
                        .formatted(event.id())))
        .containsExactly(ada);
  }

  @Test
  void an_event_without_an_audience_is_in_no_feed() {
    server.deliver(TestEvent.of("dev.perennial.dream.seen.v7", "d", "{\"of\":\"" + ada + "\"}"));
    server.deliver(TestEvent.task());

    assertThat(server.ids(ada)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{\"audience\":\"ada\"}", "{\"audience\":[7]}"})
  void an_unreadable_event_gets_422(String data) {
    var response = server.send(TestEvent.of("dev.perennial.task.updated.v1", "t", data));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.headers().firstValue("Kne-Reason").orElse("")).contains("the event's");
  }

  @Test
  void an_event_without_a_time_gets_422() {
    var response = server.send(TestEvent.task(ada).without("ce-time"));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).isEqualTo("the event has no time");
  }

  @Test
  void a_payload_of_several_lines_is_stored_as_one_line() {
    server.deliver(
        TestEvent.of("x", "d", "{\"audience\":\r\n[\"%s\"],\n\"t\":\"a\\nb\"}".formatted(ada)));

    assertThat(server.changes(ada, 0).at("/events/0/data/t").stringValue()).isEqualTo("a\nb");
    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT data FROM sync.entries JOIN sync.events ON event = number WHERE user_id = '%s'"
                        .formatted(ada)))
        .singleElement()
        .asString()
        .doesNotContain("\n", "\r");
  }

  @Test
  void an_event_delivered_32_times_concurrently_is_one_entry() throws Exception {
    var event = TestEvent.task(ada, grace);

    var statuses = Concurrently.run(32, () -> server.send(event).statusCode());

    assertThat(statuses).isSubsetOf(202, 409).contains(202);
    assertThat(server.ids(ada)).containsExactly(event.id());
    assertThat(server.ids(grace)).containsExactly(event.id());
    server.deliver(TestEvent.task(ada, grace));
    assertThat(seqs(ada)).containsExactly(1L, 2L);
  }

  @Test
  void numbers_have_no_gaps_under_concurrent_deliveries_to_overlapping_audiences()
      throws Exception {
    var joan = "joan-" + UUID.randomUUID();
    var audiences =
        List.of(
            new String[] {ada, grace, joan}, new String[] {joan, grace}, new String[] {grace, ada});

    var turns = new AtomicInteger();
    Concurrently.run(
        240,
        () -> {
          server.deliverUntilTaken(TestEvent.task(audiences.get(turns.getAndIncrement() % 3)));
          return true;
        });

    assertThat(seqs(ada)).containsExactlyElementsOf(upTo(160));
    assertThat(seqs(grace)).containsExactlyElementsOf(upTo(240));
    assertThat(seqs(joan)).containsExactlyElementsOf(upTo(160));
  }

  @Test
  void a_page_begins_where_the_previous_page_ended() {
    for (int i = 0; i < 5; i++) {
      server.deliver(TestEvent.task(ada));
    }

    var first = Server.json(server.get(ada, "/v1/sync?since=0&limit=2"));
    var second = Server.json(server.get(ada, "/v1/sync?since=2&limit=2"));
    var last = Server.json(server.get(ada, "/v1/sync?since=4&limit=2"));
    var nothing = Server.json(server.get(ada, "/v1/sync?since=5&limit=2"));

    assertPage(first, List.of(1L, 2L), 2, true);
    assertPage(second, List.of(3L, 4L), 4, true);
    assertPage(last, List.of(5L), 5, false);
    assertPage(nothing, List.of(), 5, false);
  }

  @Test
  void a_request_without_a_cursor_returns_the_cursor_and_no_events() {
    assertPageOf(Server.json(server.get(ada, "/v1/sync")), List.of(), 0, 0, false);
    server.deliver(TestEvent.task(ada));

    assertPageOf(Server.json(server.get(ada, "/v1/sync")), List.of(), 1, 1, false);
  }

  @Test
  void a_page_has_100_events_by_default_and_500_at_most() {
    insertEntries(ada, 600);

    assertThat(Server.json(server.get(ada, "/v1/sync?since=0")).get("events")).hasSize(100);
    assertThat(Server.json(server.get(ada, "/v1/sync?since=0&limit=500")).get("events"))
        .hasSize(500);
  }

  @ParameterizedTest
  @CsvSource({
    "since=-1, /since",
    "since=, /since",
    "since=1.5, /since",
    "since=abc, /since",
    "since=1234567890123456789, /since",
    "since=0&limit=0, /limit",
    "since=0&limit=501, /limit",
    "since=0&limit=x, /limit"
  })
  void an_invalid_cursor_or_limit_gets_400_with_its_name(String query, String pointer) {
    var response = server.get(ada, "/v1/sync?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Server.json(response).at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
  }

  @Test
  void a_cursor_beyond_the_end_of_the_feed_gets_410_with_reset() {
    server.deliver(TestEvent.task(ada));

    var response = server.get(ada, "/v1/sync?since=2");

    assertThat(response.statusCode()).isEqualTo(410);
    assertThat(Server.json(response).get("reset").booleanValue()).isTrue();
    assertThat(Server.json(response).get("oldest").longValue()).isEqualTo(1);
    assertThat(Server.json(response).get("latest").longValue()).isEqualTo(1);
    assertThat(server.get(grace, "/v1/sync?since=1").statusCode()).isEqualTo(410);
  }

  @Test
  void the_cursor_of_another_user_reads_nothing_of_their_feed() {
    for (int i = 0; i < 3; i++) {
      server.deliver(TestEvent.task(grace));
    }
    var mine = TestEvent.task(ada);
    server.deliver(mine);

    assertThat(server.get(ada, "/v1/sync?since=2").statusCode()).isEqualTo(410);
    assertThat(server.ids(ada)).containsExactly(mine.id());
  }

  @Test
  void reading_without_a_token_gets_401() {
    assertThat(server.ask("GET", "/v1/sync", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_feed_keeps_the_configured_number_of_entries_and_older_cursors_get_410() {
    try (var fewRows = Server.start(Map.of("SYNC_KEEP_ROWS", "50"))) {
      insertEntries(ada, 199);
      fewRows.deliver(TestEvent.task(ada));

      assertThat(seqs(fewRows.changes(ada, 150))).containsExactlyElementsOf(from(151, 200));
      var gone = fewRows.get(ada, "/v1/sync?since=149");
      assertThat(gone.statusCode()).isEqualTo(410);
      assertThat(Server.json(gone).get("oldest").longValue()).isEqualTo(151);
      assertThat(rows(ada)).isEqualTo(50);
    }
  }

  @Test
  void a_feed_keeps_entries_for_30_days() {
    insertEntries(ada, 150);
    TestPostgres.shared()
        .execute(
            "UPDATE sync.entries SET stored_at = now() - interval '29 days' WHERE user_id = '%s' AND seq <= 130"
                .formatted(ada));
    TestPostgres.shared()
        .execute(
            "UPDATE sync.entries SET stored_at = now() - interval '31 days' WHERE user_id = '%s' AND seq <= 120"
                .formatted(ada));
    server.deliver(TestEvent.task(ada));

    assertThat(seqs(server.changes(ada, 120))).containsExactlyElementsOf(from(121, 151));
    assertThat(server.get(ada, "/v1/sync?since=119").statusCode()).isEqualTo(410);
  }

  @Test
  void expired_entries_of_a_feed_without_new_events_are_deleted_when_it_is_read() throws Exception {
    insertEntries(ada, 150);
    age(ada, 31);

    var responses = Concurrently.run(8, () -> server.get(ada, "/v1/sync?since=100"));

    assertThat(responses)
        .allSatisfy(
            gone -> {
              assertThat(gone.statusCode()).isEqualTo(410);
              assertThat(Server.json(gone).get("reset").booleanValue()).isTrue();
              assertThat(Server.json(gone).get("oldest").longValue()).isEqualTo(151);
            });
    assertThat(rows(ada)).isZero();
    assertPageOf(Server.json(server.get(ada, "/v1/sync?since=150")), List.of(), 150, 150, false);
  }

  @Test
  void expired_entries_of_an_idle_feed_are_deleted_when_other_feeds_get_events() {
    insertEntries(ada, 5);
    age(ada, 31);
    TestPostgres.shared()
        .execute(
            "UPDATE sync.feeds SET trimmed_at = '-infinity' WHERE user_id = '%s'".formatted(ada));

    server.deliver(TestEvent.task(grace));

    assertThat(rows(ada)).isZero();
    assertThat(
            TestPostgres.shared()
                .column("SELECT trimmed_at FROM sync.feeds WHERE user_id = '%s'".formatted(ada)))
        .as("an empty feed is not trimmed again")
        .containsOnlyNulls();
    server.deliver(TestEvent.task(ada));
    assertThat(seqs(server.changes(ada, 5))).containsExactly(6L);
    age(ada, 31);
    assertThat(server.get(ada, "/v1/sync?since=5").statusCode()).isEqualTo(410);
  }

  @Test
  void a_removed_member_gets_the_removal_and_no_later_event_of_the_list() {
    var before = TestEvent.taskOf(list, ada, grace);
    var removal = removed(4);
    server.deliver(before);
    server.deliver(removal);
    server.deliver(TestEvent.taskOf(list, ada, grace));
    server.deliver(TestEvent.list("updated", list, 3, new String[] {ada, grace}, ada, grace));
    var elsewhere = TestEvent.task(grace);
    server.deliver(elsewhere);

    assertThat(server.ids(grace)).containsExactly(before.id(), removal.id(), elsewhere.id());
    assertThat(seqs(grace)).containsExactly(1L, 2L, 3L);
    assertThat(server.ids(ada)).hasSize(4);
  }

  @Test
  void a_member_who_is_added_again_gets_events_of_the_list_again() {
    server.deliver(removed(4));
    var again = shared(5);
    var after = TestEvent.taskOf(list, ada, grace);
    server.deliver(again);
    server.deliver(after);

    assertThat(server.ids(grace)).endsWith(again.id(), after.id());
  }

  @Test
  void a_removal_delivered_after_a_newer_addition_has_no_effect() {
    server.deliver(shared(5));
    server.deliver(removed(4));
    var after = TestEvent.taskOf(list, ada, grace);
    server.deliver(after);

    assertThat(server.ids(grace)).hasSize(3).endsWith(after.id());
  }

  @Test
  void a_task_moved_to_another_list_is_not_sent_to_a_removed_member_of_the_first() {
    server.deliver(removed(4));
    var other = UUID.randomUUID().toString();
    var moved =
        TestEvent.of(
            "dev.perennial.task.updated.v1",
            "t",
            """
            {"task":{"listId":"%s"},"changes":{"listId":{"from":"%s","to":"%s"}},"audience":["%s","%s"]}
            """
                .formatted(other, list, other, ada, grace));
    server.deliver(moved);
    assertThat(server.ids(ada)).contains(moved.id());
    assertThat(server.ids(grace)).hasSize(1).doesNotContain(moved.id());

    server.deliver(TestEvent.list("shared", other, 2, new String[] {grace}, grace));
    var back = new TestEvent(TestEvent.task().headers(), moved.data());
    server.deliver(back);
    assertThat(server.ids(grace)).contains(back.id());
  }

  @Test
  void no_event_is_added_after_a_concurrent_removal_has_committed() throws Exception {
    for (int round = 0; round < 20; round++) {
      var shared = UUID.randomUUID().toString();
      var removal = TestEvent.list("unshared", shared, 4, new String[] {ada}, ada, grace);
      var events = new ArrayList<TestEvent>();
      for (int i = 0; i < 7; i++) {
        events.add(TestEvent.taskOf(shared, ada, grace));
      }
      events.add(3, removal);
      var next = new AtomicInteger();
      Concurrently.run(8, () -> server.send(events.get(next.getAndIncrement())).statusCode());

      var ids = server.ids(grace);
      var stored = events.stream().map(TestEvent::id).filter(ids::contains).toList();
      assertThat(stored).contains(removal.id());
      assertThat(ids).endsWith(removal.id());
    }
  }

  @Test
  void deliveries_that_wait_at_the_same_time_are_committed_in_one_transaction() throws Exception {
    var events = Stream.generate(() -> TestEvent.taskOf(list, ada, grace)).limit(400).toList();
    var next = new AtomicInteger();
    Concurrently.run(400, () -> server.send(events.get(next.getAndIncrement())).statusCode());

    assertThat(seqs(server.changes(ada, 0))).hasSize(400);
    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT DISTINCT xmin FROM sync.entries WHERE user_id = '%s'".formatted(ada)))
        .as("transactions")
        .hasSizeLessThan(200);
  }

  @Test
  void the_deletion_of_a_lists_tasks_is_sent_to_all_its_members() {
    server.deliver(TestEvent.list("deleted", list, 5, new String[] {ada, grace}, ada, grace));
    var task = TestEvent.taskOf(list, ada, grace);
    server.deliver(task);

    assertThat(server.ids(grace)).hasSize(2).contains(task.id());
  }

  @Test
  void nothing_is_stored_of_a_deleted_user_and_late_events_are_ignored() {
    var deletedAt = TestEvent.TIME.plusSeconds(60);
    server.deliver(TestEvent.task(ada));
    server.deliver(removedFrom(ada));
    server.deliverErasure(ada, deletedAt);
    server.deliver(TestEvent.task(ada));

    for (var table : List.of("entries", "members", "tickets", "streams")) {
      assertThat(
              TestPostgres.shared()
                  .column("SELECT 1 FROM sync.%s WHERE user_id = '%s'".formatted(table, ada)))
          .as(table)
          .isEmpty();
    }
    assertThat(server.get(ada, "/v1/sync?since=1").statusCode()).isEqualTo(410);

    var later = TestEvent.task(ada).with("ce-time", deletedAt.plusSeconds(1).toString());
    server.deliver(later);
    assertThat(seqs(server.changes(ada, 2))).containsExactly(3L);
  }

  @Test
  void a_forged_deletion_of_a_user_is_parked_and_deletes_nothing() {
    server.deliver(TestEvent.task(ada));

    var refused = server.send(TestEvent.profileDeleted(ada, Instant.now()));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Kne-Reason"))
        .hasValueSatisfying(reason -> assertThat(reason).contains("has recorded no erasure"));
    assertThat(server.ids(ada)).hasSize(1);
    server.deliver(TestEvent.task(ada));
    assertThat(server.ids(ada)).as("later events").hasSize(2);
  }

  @Test
  void a_deletion_deletes_nothing_of_a_user_who_has_come_back_since() {
    var deletedAt = TestEvent.TIME.plusSeconds(60);
    server.deliverErasure(ada, deletedAt);
    var later = TestEvent.task(ada).with("ce-time", deletedAt.plusSeconds(1).toString());
    server.deliver(later);

    server.deliver(TestEvent.profileDeleted(ada, deletedAt));
    server.deliver(TestEvent.profileDeleted(ada, deletedAt.minusSeconds(1)));
    var forged = server.send(TestEvent.profileDeleted(ada, deletedAt.plusSeconds(2)));

    assertThat(forged.statusCode()).isEqualTo(422);
    assertThat(server.ids(ada)).containsExactly(later.id());
  }

  @Test
  void an_event_is_stored_once_however_many_people_read_it() {
    var readers = IntStream.range(0, 100).mapToObj(i -> i + "-" + ada).toArray(String[]::new);
    var event = TestEvent.taskOf(list, readers);

    server.deliver(event);

    assertThat(stored(event)).isEqualTo(1);
    assertThat(rows(readers[0])).isEqualTo(1);
    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT pg_column_size(e.*) FROM sync.entries e WHERE user_id = '%s'"
                        .formatted(readers[99])))
        .singleElement()
        .asString()
        .as("bytes of a reader's row, of an event of more than 5 kB")
        .hasSizeLessThanOrEqualTo(3);
    assertThat(server.ids(readers[99])).containsExactly(event.id());
  }

  @Test
  void an_event_is_deleted_with_its_last_entry() throws Exception {
    var ofBoth = TestEvent.task(ada, grace);
    var ofAda = TestEvent.task(ada);
    server.deliver(ofBoth);
    server.deliver(ofAda);
    var deletedAt = TestEvent.TIME.plusSeconds(60);

    server.deliverErasure(ada, deletedAt);

    assertThat(stored(ofAda)).isZero();
    assertThat(stored(ofBoth)).isEqualTo(1);
    assertThat(server.ids(grace)).containsExactly(ofBoth.id());

    server.deliverErasure(grace, deletedAt);
    assertThat(stored(ofBoth)).isZero();
  }

  @Test
  void an_event_is_deleted_if_its_last_two_entries_are_deleted_at_the_same_time() throws Exception {
    for (int round = 0; round < 20; round++) {
      var users = List.of(round + "-a-" + ada, round + "-b-" + ada);
      var event = TestEvent.task(users.toArray(String[]::new));
      server.deliver(event);
      users.forEach(user -> age(user, 31));
      var next = new AtomicInteger();

      var answers =
          Concurrently.run(
              2,
              () -> server.get(users.get(next.getAndIncrement()), "/v1/sync?since=0").statusCode());

      assertThat(answers).containsOnly(410);
      assertThat(stored(event)).as("round " + round).isZero();
    }
  }

  private static int stored(TestEvent event) {
    return TestPostgres.shared()
        .column("SELECT 1 FROM sync.events WHERE event_id = '%s'".formatted(event.id()))
        .size();
  }

  private TestEvent removed(long version) {
    return TestEvent.list("unshared", list, version, new String[] {ada}, ada, grace);
  }

  private TestEvent removedFrom(String user) {
    return TestEvent.list("unshared", list, 2, new String[] {grace}, user, grace);
  }

  private TestEvent shared(long version) {
    return TestEvent.list("shared", list, version, new String[] {ada, grace}, ada, grace);
  }

  private static void insertEntries(String user, int entries) {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO sync.feeds (user_id, latest, oldest, trimmed_at) VALUES ('%1$s', %2$d, 1, now());
            INSERT INTO sync.events (source, event_id, type, time, data)
            SELECT '/%1$s', 'e' || n, 't', now(), '{}' FROM generate_series(1, %2$d) n;
            INSERT INTO sync.entries
            SELECT '%1$s', substr(event_id, 2)::bigint, number, now() FROM sync.events WHERE source = '/%1$s'
            """
                .formatted(user, entries));
  }

  private static void age(String user, int days) {
    TestPostgres.shared()
        .execute(
            "UPDATE sync.entries SET stored_at = now() - interval '%d days' WHERE user_id = '%s'"
                .formatted(days, user));
  }

  private static int rows(String user) {
    return TestPostgres.shared()
        .column("SELECT 1 FROM sync.entries WHERE user_id = '%s'".formatted(user))
        .size();
  }

  private static void assertPage(JsonNode page, List<Long> seqs, long cursor, boolean more) {
    assertPageOf(page, seqs, cursor, 5, more);
  }

  private static void assertPageOf(
      JsonNode page, List<Long> seqs, long cursor, long latest, boolean more) {
    assertThat(seqs(page)).isEqualTo(seqs);
    assertThat(page.get("cursor").longValue()).isEqualTo(cursor);
    assertThat(page.get("latest").longValue()).isEqualTo(latest);
    assertThat(page.get("hasMore").booleanValue()).isEqualTo(more);
  }

  private static List<Long> seqs(String user) {
    return seqs(server.changes(user, 0));
  }

  private static List<Long> seqs(JsonNode page) {
    return page.get("events").valueStream().map(event -> event.get("seq").longValue()).toList();
  }

  private static List<Long> upTo(long last) {
    return from(1, last);
  }

  private static List<Long> from(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
