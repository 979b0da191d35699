package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import dev.perennial.runtime.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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

/** What gets into a feed, and what is read of it. */
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
  void an_event_is_in_the_feed_of_each_of_its_audience_as_it_came() {
    var event = Happening.task(ada, grace);
    server.deliver(event);

    for (var user : List.of(ada, grace)) {
      var changes = server.changes(user, 0);
      assertThat(changes.get("events")).hasSize(1);
      var entry = changes.at("/events/0");
      assertThat(entry.get("seq").longValue()).isEqualTo(1);
      assertThat(entry.get("id").stringValue()).isEqualTo(event.id());
      assertThat(entry.get("type").stringValue()).isEqualTo("dev.perennial.task.updated.v1");
      assertThat(entry.get("time").stringValue()).isEqualTo(Happening.TIME.toString());
      assertThat(entry.get("subject").stringValue()).isEqualTo(event.headers().get("ce-subject"));
      assertThat(entry.get("actor").stringValue()).isEqualTo("grace");
      assertThat(entry.get("data").toString()).isEqualTo(event.data());
      assertThat(changes.get("cursor").longValue()).isEqualTo(1);
      assertThat(changes.get("latest").longValue()).isEqualTo(1);
      assertThat(changes.get("hasMore").booleanValue()).isFalse();
    }
  }

  @Test
  void types_nobody_knows_yet_pass_if_they_say_whom_they_concern() {
    server.deliver(
        Happening.of("dev.perennial.dream.seen.v7", "d", "{\"audience\":[\"%s\"]}".formatted(ada)));

    assertThat(server.ids(ada)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"REMINDER_.*", "PROFILE_UPDATED"},
      mode = EnumSource.Mode.MATCH_ANY)
  void reminders_and_profiles_are_for_whose_they_are_alone(EventType type) {
    var event = Happening.sample(type, ada);
    server.deliver(event);

    assertThat(server.ids(ada)).containsExactly(event.id());
    assertThat(server.changes(ada, 0).at("/events/0/type").stringValue()).isEqualTo(type.type());
    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT user_id FROM sync.entries WHERE event_id = '%s'".formatted(event.id())))
        .containsExactly(ada);
  }

  @Test
  void what_concerns_nobody_goes_nowhere() {
    server.deliver(Happening.of("dev.perennial.dream.seen.v7", "d", "{\"of\":\"" + ada + "\"}"));
    server.deliver(Happening.task());

    assertThat(server.ids(ada)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{\"audience\":\"ada\"}", "{\"audience\":[7]}"})
  void what_cannot_be_read_is_refused_for_good(String data) {
    var answer = server.send(Happening.of("dev.perennial.task.updated.v1", "t", data));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Kne-Reason").orElse("")).contains("the event's");
  }

  @Test
  void an_event_without_a_time_is_refused_for_good() {
    var answer = server.send(Happening.task(ada).without("ce-time"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).isEqualTo("the event has no time");
  }

  @Test
  void the_lines_of_a_payload_become_one() {
    server.deliver(
        Happening.of("x", "d", "{\"audience\":\r\n[\"%s\"],\n\"t\":\"a\\nb\"}".formatted(ada)));

    assertThat(server.changes(ada, 0).at("/events/0/data/t").stringValue()).isEqualTo("a\nb");
    assertThat(
            TestPostgres.shared()
                .column("SELECT data FROM sync.entries WHERE user_id = '%s'".formatted(ada)))
        .singleElement()
        .asString()
        .doesNotContain("\n", "\r");
  }

  @Test
  void an_event_that_comes_32_times_at_once_is_one_entry() throws Exception {
    var event = Happening.task(ada, grace);

    var statuses = AtOnce.times(32, () -> server.send(event).statusCode());

    assertThat(statuses).isSubsetOf(202, 409).contains(202);
    assertThat(server.ids(ada)).containsExactly(event.id());
    assertThat(server.ids(grace)).containsExactly(event.id());
    server.deliver(Happening.task(ada, grace));
    assertThat(seqs(ada)).containsExactly(1L, 2L);
  }

  @Test
  void numbers_have_no_gaps_whoever_is_told_what_at_once() throws Exception {
    var joan = "joan-" + UUID.randomUUID();
    var audiences =
        List.of(
            new String[] {ada, grace, joan}, new String[] {joan, grace}, new String[] {grace, ada});

    var turns = new AtomicInteger();
    AtOnce.times(
        240,
        () -> {
          server.deliverUntilTaken(Happening.task(audiences.get(turns.getAndIncrement() % 3)));
          return true;
        });

    assertThat(seqs(ada)).containsExactlyElementsOf(upTo(160));
    assertThat(seqs(grace)).containsExactlyElementsOf(upTo(240));
    assertThat(seqs(joan)).containsExactlyElementsOf(upTo(160));
  }

  @Test
  void pages_go_on_where_the_one_before_ended() {
    for (int i = 0; i < 5; i++) {
      server.deliver(Happening.task(ada));
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
  void who_has_no_cursor_is_given_one_and_nothing_else() {
    assertPageOf(Server.json(server.get(ada, "/v1/sync")), List.of(), 0, 0, false);
    server.deliver(Happening.task(ada));

    assertPageOf(Server.json(server.get(ada, "/v1/sync")), List.of(), 1, 1, false);
  }

  @Test
  void a_page_has_a_hundred_unless_told_and_five_hundred_at_most() {
    fill(ada, 600);

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
  void what_is_no_cursor_or_limit_is_refused_by_name(String query, String pointer) {
    var answer = server.get(ada, "/v1/sync?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Server.json(answer).at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
  }

  @Test
  void a_cursor_from_another_world_is_gone_and_says_what_to_do() {
    server.deliver(Happening.task(ada));

    var answer = server.get(ada, "/v1/sync?since=2");

    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(Server.json(answer).get("reset").booleanValue()).isTrue();
    assertThat(Server.json(answer).get("oldest").longValue()).isEqualTo(1);
    assertThat(Server.json(answer).get("latest").longValue()).isEqualTo(1);
    assertThat(server.get(grace, "/v1/sync?since=1").statusCode()).isEqualTo(410);
  }

  @Test
  void somebody_else_s_cursor_reads_nothing_of_theirs() {
    for (int i = 0; i < 3; i++) {
      server.deliver(Happening.task(grace));
    }
    var mine = Happening.task(ada);
    server.deliver(mine);

    assertThat(server.get(ada, "/v1/sync?since=2").statusCode()).isEqualTo(410);
    assertThat(server.ids(ada)).containsExactly(mine.id());
  }

  @Test
  void nobody_reads_without_a_token() {
    assertThat(server.ask("GET", "/v1/sync", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_feed_keeps_so_many_entries_and_older_cursors_are_gone() {
    try (var thrifty = Server.start(Map.of("SYNC_KEEP_ROWS", "50"))) {
      fill(ada, 199);
      thrifty.deliver(Happening.task(ada));

      assertThat(seqs(thrifty.changes(ada, 150))).containsExactlyElementsOf(from(151, 200));
      var gone = thrifty.get(ada, "/v1/sync?since=149");
      assertThat(gone.statusCode()).isEqualTo(410);
      assertThat(Server.json(gone).get("oldest").longValue()).isEqualTo(151);
      assertThat(rows(ada)).isEqualTo(50);
    }
  }

  @Test
  void a_feed_keeps_entries_for_thirty_days() {
    fill(ada, 150);
    TestPostgres.shared()
        .execute(
            "UPDATE sync.entries SET stored_at = now() - interval '29 days' WHERE user_id = '%s' AND seq <= 130"
                .formatted(ada));
    TestPostgres.shared()
        .execute(
            "UPDATE sync.entries SET stored_at = now() - interval '31 days' WHERE user_id = '%s' AND seq <= 120"
                .formatted(ada));
    server.deliver(Happening.task(ada));

    assertThat(seqs(server.changes(ada, 120))).containsExactlyElementsOf(from(121, 151));
    assertThat(server.get(ada, "/v1/sync?since=119").statusCode()).isEqualTo(410);
  }

  @Test
  void of_a_feed_that_nothing_is_entered_in_what_is_too_old_is_gone_when_it_is_read()
      throws Exception {
    fill(ada, 150);
    age(ada, 31);

    var answers = AtOnce.times(8, () -> server.get(ada, "/v1/sync?since=100"));

    assertThat(answers)
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
  void what_is_too_old_of_who_is_idle_goes_when_something_happens_to_others() {
    fill(ada, 5);
    age(ada, 31);
    TestPostgres.shared()
        .execute(
            "UPDATE sync.feeds SET trimmed_at = '-infinity' WHERE user_id = '%s'".formatted(ada));

    server.deliver(Happening.task(grace));

    assertThat(rows(ada)).isZero();
    assertThat(
            TestPostgres.shared()
                .column("SELECT trimmed_at FROM sync.feeds WHERE user_id = '%s'".formatted(ada)))
        .as("it is not looked at again before it holds something")
        .containsOnlyNulls();
    server.deliver(Happening.task(ada));
    assertThat(seqs(server.changes(ada, 5))).containsExactly(6L);
    age(ada, 31);
    assertThat(server.get(ada, "/v1/sync?since=5").statusCode()).isEqualTo(410);
  }

  @Test
  void who_is_taken_out_of_a_list_hears_of_that_and_of_nothing_after_it() {
    var before = Happening.taskOf(list, ada, grace);
    var removal = removed(4);
    server.deliver(before);
    server.deliver(removal);
    server.deliver(Happening.taskOf(list, ada, grace));
    server.deliver(Happening.list("updated", list, 3, new String[] {ada, grace}, ada, grace));
    var elsewhere = Happening.task(grace);
    server.deliver(elsewhere);

    assertThat(server.ids(grace)).containsExactly(before.id(), removal.id(), elsewhere.id());
    assertThat(seqs(grace)).containsExactly(1L, 2L, 3L);
    assertThat(server.ids(ada)).hasSize(4);
  }

  @Test
  void who_is_taken_in_again_hears_of_the_list_again() {
    server.deliver(removed(4));
    var again = shared(5);
    var after = Happening.taskOf(list, ada, grace);
    server.deliver(again);
    server.deliver(after);

    assertThat(server.ids(grace)).endsWith(again.id(), after.id());
  }

  @Test
  void a_removal_that_comes_after_what_undid_it_shuts_nobody_out() {
    server.deliver(shared(5));
    server.deliver(removed(4));
    var after = Happening.taskOf(list, ada, grace);
    server.deliver(after);

    assertThat(server.ids(grace)).hasSize(3).endsWith(after.id());
  }

  @Test
  void a_task_that_went_to_another_list_is_not_for_who_was_taken_out_of_the_first() {
    server.deliver(removed(4));
    var other = UUID.randomUUID().toString();
    var moved =
        Happening.of(
            "dev.perennial.task.updated.v1",
            "t",
            """
            {"task":{"listId":"%s"},"changes":{"listId":{"from":"%s","to":"%s"}},"audience":["%s","%s"]}
            """
                .formatted(other, list, other, ada, grace));
    server.deliver(moved);
    assertThat(server.ids(ada)).contains(moved.id());
    assertThat(server.ids(grace)).hasSize(1).doesNotContain(moved.id());

    server.deliver(Happening.list("shared", other, 2, new String[] {grace}, grace));
    var back = new Happening(Happening.task().headers(), moved.data());
    server.deliver(back);
    assertThat(server.ids(grace)).contains(back.id());
  }

  @Test
  void nothing_is_told_that_began_before_a_removal_and_commits_after_it() throws Exception {
    for (int round = 0; round < 20; round++) {
      var shared = UUID.randomUUID().toString();
      var removal = Happening.list("unshared", shared, 4, new String[] {ada}, ada, grace);
      var events = new ArrayList<Happening>();
      for (int i = 0; i < 7; i++) {
        events.add(Happening.taskOf(shared, ada, grace));
      }
      events.add(3, removal);
      var next = new AtomicInteger();
      AtOnce.times(8, () -> server.send(events.get(next.getAndIncrement())).statusCode());

      var ids = server.ids(grace);
      var told = events.stream().map(Happening::id).filter(ids::contains).toList();
      assertThat(told).contains(removal.id());
      assertThat(ids).endsWith(removal.id());
    }
  }

  @Test
  void what_waits_at_the_same_time_is_entered_together() throws Exception {
    var events = Stream.generate(() -> Happening.taskOf(list, ada, grace)).limit(400).toList();
    var next = new AtomicInteger();
    AtOnce.times(400, () -> server.send(events.get(next.getAndIncrement())).statusCode());

    assertThat(seqs(server.changes(ada, 0))).hasSize(400);
    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT DISTINCT xmin FROM sync.entries WHERE user_id = '%s'".formatted(ada)))
        .as("transactions")
        .hasSizeLessThan(200);
  }

  @Test
  void what_is_deleted_with_its_list_is_told_to_all_who_were_in_it() {
    server.deliver(Happening.list("deleted", list, 5, new String[] {ada, grace}, ada, grace));
    var task = Happening.taskOf(list, ada, grace);
    server.deliver(task);

    assertThat(server.ids(grace)).hasSize(2).contains(task.id());
  }

  @Test
  void of_who_is_gone_nothing_is_kept_and_nothing_late_comes_back() {
    var gone = Happening.TIME.plusSeconds(60);
    server.deliver(Happening.task(ada));
    server.deliver(removedFrom(ada));
    server.deliver(Happening.profileDeleted(ada, gone));
    server.deliver(Happening.task(ada));

    for (var table : List.of("entries", "members", "tickets", "streams")) {
      assertThat(
              TestPostgres.shared()
                  .column("SELECT 1 FROM sync.%s WHERE user_id = '%s'".formatted(table, ada)))
          .as(table)
          .isEmpty();
    }
    assertThat(server.get(ada, "/v1/sync?since=1").statusCode()).isEqualTo(410);

    var anew = Happening.task(ada).with("ce-time", gone.plusSeconds(1).toString());
    server.deliver(anew);
    assertThat(seqs(server.changes(ada, 2))).containsExactly(3L);
  }

  @Test
  void the_document_is_served() {
    var answer = server.http().send("GET", "/v1/sync/openapi.yaml", Map.of(), "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("openapi: 3.1.0");
  }

  private Happening removed(long version) {
    return Happening.list("unshared", list, version, new String[] {ada}, ada, grace);
  }

  private Happening removedFrom(String user) {
    return Happening.list("unshared", list, 2, new String[] {grace}, user, grace);
  }

  private Happening shared(long version) {
    return Happening.list("shared", list, version, new String[] {ada, grace}, ada, grace);
  }

  private static void fill(String user, int entries) {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO sync.feeds (user_id, latest, oldest, trimmed_at) VALUES ('%1$s', %2$d, 1, now());
            INSERT INTO sync.entries
            SELECT '%1$s', n, 'e' || n, '/s', 't', now(), null, null, '{}', now() FROM generate_series(1, %2$d) n
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
