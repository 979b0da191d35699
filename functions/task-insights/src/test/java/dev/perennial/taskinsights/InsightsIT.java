package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is counted, for whom and on which day. */
class InsightsIT {

  private static final String YEAR = "from=2026-01-01&to=2026-12-31";
  private static final Instant MORNING = Instant.parse("2026-12-01T08:00:00Z");

  private static Server server;

  private final String ada = "ada-" + UUID.randomUUID();
  private final String ben = "ben-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = Server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void at_noon() {
    now("2026-12-05T12:00:00Z");
  }

  @Test
  void each_completed_occurrence_counts_and_the_series_was_created_once() {
    var series = UUID.randomUUID();
    for (int i = 1; i <= 3; i++) {
      server.deliver(
          task()
              .occurrence(series, i)
              .due("2026-12-0" + i)
              .created()
              .completed("2026-12-0" + i + "T10:00:00Z")
              .events);
    }

    var total = total(ada);
    assertThat(total.at("/completed").intValue()).isEqualTo(3);
    assertThat(total.at("/created").intValue()).isEqualTo(1);
    assertThat(keys(server.insights(ada, YEAR)))
        .containsExactly("2026-12-01", "2026-12-02", "2026-12-03");
  }

  @Test
  void a_completed_task_that_is_deleted_stays_completed() {
    server.deliver(
        task()
            .due("2026-12-01")
            .created()
            .completed("2026-12-01T10:00:00Z")
            .deleted("2026-12-02T10:00:00Z")
            .events);
    server.deliver(task().due("2026-12-01").created().deleted("2026-12-02T10:00:00Z").events);

    var total = total(ada);
    assertThat(total.at("/completed").intValue()).isEqualTo(1);
    assertThat(total.at("/due/completed").intValue()).isEqualTo(1);
    assertThat(total.at("/due/missed").intValue()).isZero();
    assertThat(server.insights(ada, YEAR).at("/overdue/count").intValue()).isZero();
  }

  @Test
  void a_restored_task_counts_again() {
    var task = task().due("2026-12-01").created().deleted("2026-12-02T10:00:00Z");
    server.deliver(task.events);
    assertThat(server.insights(ada, YEAR).at("/overdue/count").intValue()).isZero();

    server.deliver(task.restored("2026-12-02T11:00:00Z").events.getLast());

    assertThat(server.insights(ada, YEAR).at("/overdue/count").intValue()).isEqualTo(1);
  }

  @Test
  void a_reopened_task_does_not_count_and_counts_once_if_completed_again() {
    var task = task().created().completed("2026-12-01T10:00:00Z").reopened("2026-12-01T11:00:00Z");
    server.deliver(task.events);
    assertThat(total(ada).at("/completed").intValue()).isZero();

    server.deliver(task.completed("2026-12-03T10:00:00Z").events.getLast());
    assertThat(total(ada).at("/completed").intValue()).isEqualTo(1);
    assertThat(figures(server.insights(ada, YEAR), "2026-12-01").at("/completed").intValue())
        .isZero();
    assertThat(figures(server.insights(ada, YEAR), "2026-12-03").at("/completed").intValue())
        .isEqualTo(1);
  }

  @Test
  void what_was_done_offline_counts_on_its_day_in_the_zone_of_that_time() {
    server.deliver(zone(2, "2026-11-01T00:00:00Z", "Europe/Berlin"));
    // The next morning in New York the device sends what was done at 23:30 in Berlin.
    server.deliver(zone(3, "2026-12-02T11:00:00Z", "America/New_York"));
    server.deliver(
        task().created().completed(ada, "2026-12-01T22:30:00Z", "2026-12-02T13:00:00Z").events);

    assertThat(completedDays()).containsExactly("2026-12-01");
  }

  @Test
  void the_month_is_that_of_the_person_also_west_of_utc() {
    server.deliver(zone(2, "2026-01-01T00:00:00Z", "America/Los_Angeles"));
    server.deliver(task().created().completed("2026-09-01T03:00:00Z").events);

    var august = figures(server.insights(ada, YEAR + "&group=month"), "2026-08");
    assertThat(august.at("/completed").intValue()).isEqualTo(1);
  }

  @Test
  void a_day_that_starts_at_four_does_so_for_days_due_dates_streaks_and_today() {
    server.deliver(
        TestEvent.profile(
            ada, 2, Instant.parse("2026-01-01T00:00:00Z"), "Europe/Berlin", "04:00", 1));
    // 02:00 in Berlin on the 2nd, 3rd and 4th.
    for (String day : List.of("02", "03", "04")) {
      server.deliver(
          task()
              .due("2026-12-" + day, "01:30", null)
              .created()
              .completed("2026-12-" + day + "T01:00:00Z")
              .events);
    }
    now("2026-12-04T02:30:00Z");

    var insights = server.insights(ada, YEAR);
    assertThat(insights.at("/today").stringValue()).isEqualTo("2026-12-03");
    assertThat(completedDays()).containsExactly("2026-12-01", "2026-12-02", "2026-12-03");
    assertThat(insights.at("/goals/daily/current").intValue()).isEqualTo(3);
    assertThat(insights.at("/goals/daily/completed").intValue()).isEqualTo(1);
    assertThat(figures(insights, "2026-12-01").at("/due/completed").intValue()).isEqualTo(1);
    assertThat(insights.at("/total/late").intValue()).isEqualTo(3);
    assertThat(insights.at("/total/lateSeconds/p50").intValue()).isEqualTo(1800);
  }

  @Test
  void moving_east_over_the_date_line_keeps_the_streak_and_moves_no_past_day() {
    server.deliver(zone(2, "2026-01-01T00:00:00Z", "Pacific/Honolulu"));
    server.deliver(task().created().completed("2026-12-01T20:00:00Z").events); // the 1st, 10:00
    var before = server.insights(ada, YEAR).at("/items").toString();
    // Leaves at 23:30 on the 1st and lands at 07:30 on the 3rd: the 2nd had 8.5 hours, on board.
    server.deliver(zone(3, "2026-12-02T18:30:00Z", "Pacific/Auckland"));
    assertThat(server.insights(ada, YEAR).at("/items").toString()).isEqualTo(before);
    server.deliver(task().created().completed("2026-12-02T20:00:00Z").events); // the 3rd, 09:00
    now("2026-12-02T21:00:00Z");

    assertThat(completedDays()).containsExactly("2026-12-01", "2026-12-03");
    assertThat(server.insights(ada, YEAR).at("/goals/daily/current").intValue()).isEqualTo(2);
  }

  @Test
  void moving_west_counts_a_day_once_though_it_comes_twice() {
    server.deliver(zone(2, "2026-01-01T00:00:00Z", "Pacific/Auckland"));
    server.deliver(task().created().completed("2026-12-01T20:00:00Z").events); // the 2nd, 09:00
    server.deliver(zone(3, "2026-12-01T22:00:00Z", "Pacific/Honolulu"));
    server.deliver(task().created().completed("2026-12-02T20:00:00Z").events); // the 2nd, 10:00
    now("2026-12-02T21:00:00Z");

    assertThat(completedDays()).containsExactly("2026-12-02");
    assertThat(total(ada).at("/completed").intValue()).isEqualTo(2);
    assertThat(server.insights(ada, YEAR).at("/goals/daily/current").intValue()).isEqualTo(1);
  }

  @Test
  void the_day_on_which_summer_time_ends_is_one_day() {
    server.deliver(zone(2, "2026-01-01T00:00:00Z", "Europe/Berlin"));
    // 00:30, 02:30 twice, and 23:30 of the day that has 25 hours.
    for (String at : List.of("24T22:30", "25T00:30", "25T01:30", "25T22:30")) {
      server.deliver(task().created().completed("2026-10-" + at + ":00Z").events);
    }

    assertThat(completedDays()).containsExactly("2026-10-25");
    assertThat(total(ada).at("/completed").intValue()).isEqualTo(4);
  }

  @Test
  void a_profile_that_arrives_late_corrects_the_days_since_it_was_changed() {
    server.deliver(task().created().completed("2026-12-01T23:30:00Z").events);
    assertThat(completedDays()).containsExactly("2026-12-01");

    server.deliver(zone(2, "2026-11-01T00:00:00Z", "Europe/Berlin"));

    assertThat(completedDays()).containsExactly("2026-12-02");
  }

  @Test
  void in_a_shared_list_completed_counts_for_who_did_it_and_due_for_the_assignee() {
    var done = task().due("2026-12-03").created().completed(ben, "2026-12-02T10:00:00Z");
    server.deliver(done.events);
    server.deliver(task().due("2026-12-01").assigned(ben).created().events);
    server.deliver(task().due("2026-12-02").created().events);

    assertThat(total(ben).at("/completed").intValue()).isEqualTo(1);
    assertThat(total(ada).at("/completed").intValue()).isZero();
    assertThat(total(ada).at("/created").intValue()).isEqualTo(3);
    assertThat(server.insights(ben, YEAR).at("/overdue/count").intValue()).isEqualTo(1);
    assertThat(server.insights(ada, YEAR).at("/overdue/count").intValue()).isEqualTo(1);
    assertThat(total(ada).at("/due").toString())
        .isEqualTo("{\"completed\":1,\"missed\":1,\"rate\":0.5}");
  }

  @Test
  void who_leaves_a_list_keeps_what_they_completed_and_is_responsible_no_longer() {
    server.deliver(task().created().completed(ben, "2026-12-02T10:00:00Z").events);
    var open = task().due("2026-12-01").assigned(ben).created();
    server.deliver(open.events);
    // What task-api emits for each task of a member who leaves.
    server.deliver(open.assigned(null).updated(ada, "2026-12-03T10:00:00Z").events.getLast());

    assertThat(total(ben).at("/completed").intValue()).isEqualTo(1);
    assertThat(server.insights(ben, YEAR).at("/overdue/count").intValue()).isZero();
    assertThat(server.insights(ada, YEAR).at("/overdue/count").intValue()).isEqualTo(1);
  }

  @Test
  void the_rate_is_done_of_what_was_due_and_skipped_counts_in_neither() {
    var series = UUID.randomUUID();
    server.deliver(task().due("2026-12-01").created().completed("2026-12-01T09:00:00Z").events);
    server.deliver(task().due("2026-12-01").created().completed("2026-12-03T09:00:00Z").events);
    server.deliver(task().due("2026-12-02").created().completed("2026-12-02T09:00:00Z").events);
    server.deliver(
        task()
            .due("2026-12-02")
            .occurrence(series, 1)
            .created()
            .skipped("2026-12-02T09:00:00Z")
            .events);
    server.deliver(task().due("2026-12-02").created().events);
    server.deliver(task().due("2026-12-05").created().events);

    var insights = server.insights(ada, YEAR);
    assertThat(insights.at("/total/due").toString())
        .isEqualTo("{\"completed\":3,\"missed\":1,\"rate\":0.75}");
    assertThat(insights.at("/total/onTime").intValue()).isEqualTo(2);
    assertThat(insights.at("/total/late").intValue()).isEqualTo(1);
    // From the end of the 1st, in UTC, to the 3rd at 09:00.
    assertThat(insights.at("/total/lateSeconds").toString())
        .isEqualTo("{\"p50\":118800,\"p90\":118800}");
    // Overdue since the end of the 2nd; now it is the 5th at noon.
    assertThat(insights.at("/overdue").toString())
        .isEqualTo("{\"count\":1,\"oldestSeconds\":216000,\"medianSeconds\":216000}");
  }

  @Test
  void the_time_to_complete_has_percentiles_of_all_tasks_of_the_period() {
    for (int hour = 1; hour <= 10; hour++) {
      server.deliver(
          task().created().completed(MORNING.plusSeconds(3600L * hour).toString()).events);
    }

    assertThat(total(ada).at("/secondsToComplete").toString())
        .isEqualTo("{\"p50\":18000,\"p90\":32400}");
  }

  @Test
  void figures_are_grouped_by_weekday_week_hour_list_tag_and_priority() {
    var list = UUID.randomUUID();
    server.deliver(
        task()
            .in(list)
            .tagged("home", "garden")
            .priority(Priority.HIGH)
            .created()
            .completed("2026-12-01T10:15:00Z")
            .events);
    server.deliver(task().in(list).created().completed("2026-12-02T10:45:00Z").events);

    assertThat(completedBy("weekday")).isEqualTo("{tuesday=1, wednesday=1}");
    assertThat(completedBy("week")).isEqualTo("{2026-W49=2}");
    assertThat(completedBy("hour")).isEqualTo("{08=0, 10=2}");
    assertThat(completedBy("list")).isEqualTo("{" + list + "=2}");
    assertThat(completedBy("tag")).isEqualTo("{null=1, garden=1, home=1}");
    assertThat(completedBy("priority")).isEqualTo("{high=1, none=1}");
  }

  @Test
  void a_series_tells_how_many_of_those_due_were_done_and_the_current_streak() {
    var series = UUID.randomUUID();
    for (int i = 1; i <= 14; i++) {
      var day = "2026-11-%02d".formatted(i);
      var task = task().due(day).occurrence(series, i).created();
      // The 8th was done a day late, the 9th was skipped, the last is still open.
      switch (i) {
        case 8 -> task.completed("2026-11-09T10:00:00Z");
        case 9 -> task.skipped(day + "T10:00:00Z");
        case 14 -> {}
        default -> task.completed(day + "T10:00:00Z");
      }
      server.deliver(task.events);
    }
    now("2026-11-14T12:00:00Z");

    assertThat(server.insights(ada, YEAR).at("/series/0").toString())
        .isEqualTo(
            "{\"seriesId\":\"%s\",\"due\":12,\"completed\":12,\"kept\":11,\"streak\":4}"
                .formatted(series));
    now("2026-11-15T12:00:00Z");
    assertThat(server.insights(ada, YEAR).at("/series/0").toString())
        .isEqualTo(
            "{\"seriesId\":\"%s\",\"due\":13,\"completed\":12,\"kept\":11,\"streak\":0}"
                .formatted(series));
  }

  @Test
  void a_streak_needs_the_goal_of_each_day_and_a_goal_of_zero_pauses_it() {
    server.deliver(
        TestEvent.profile(ada, 2, Instant.parse("2026-11-30T00:00:00Z"), "UTC", null, 2));
    server.deliver(
        TestEvent.profile(ada, 3, Instant.parse("2026-12-03T01:00:00Z"), "UTC", null, 0));
    server.deliver(
        TestEvent.profile(ada, 4, Instant.parse("2026-12-04T01:00:00Z"), "UTC", null, 2));
    for (String at :
        List.of("01T08", "01T09", "02T08", "02T09", "02T10", "04T08", "04T09", "05T09")) {
      server.deliver(task().created().completed("2026-12-" + at + ":00:00Z").events);
    }

    // The 3rd was a day off, and today is not over.
    assertThat(server.insights(ada, YEAR).at("/goals/daily").toString())
        .isEqualTo("{\"goal\":2,\"completed\":1,\"current\":3,\"longest\":3}");
    now("2026-12-06T12:00:00Z");
    assertThat(server.insights(ada, YEAR).at("/goals/daily").toString())
        .isEqualTo("{\"goal\":2,\"completed\":0,\"current\":0,\"longest\":3}");
  }

  @Test
  void the_zone_of_the_request_decides_which_day_is_today_and_moves_nothing() {
    server.deliver(task().created().completed("2026-12-05T10:00:00Z").events);

    var east = server.insights(ada, YEAR + "&zone=Pacific/Kiritimati");
    assertThat(east.at("/today").stringValue()).isEqualTo("2026-12-06");
    assertThat(east.at("/items").toString())
        .isEqualTo(server.insights(ada, YEAR).at("/items").toString());
  }

  @Test
  void no_title_is_stored() {
    var task = task().created().completed("2026-12-01T10:00:00Z");
    server.deliver(task.events);

    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT to_jsonb(f)::text FROM insights.facts f WHERE task_id = '%s'"
                        .formatted(task.id)))
        .hasSize(2)
        .noneMatch(row -> row.contains("title"));
  }

  private TestTask task() {
    return new TestTask(ada, MORNING);
  }

  private TestEvent zone(long version, String since, String zone) {
    return TestEvent.profile(ada, version, Instant.parse(since), zone, null, null);
  }

  private static void now(String instant) {
    server.now().set(Instant.parse(instant));
  }

  private static JsonNode total(String user) {
    return server.insights(user, YEAR).at("/total");
  }

  private static List<String> keys(JsonNode insights) {
    return insights.at("/items").valueStream().map(item -> item.at("/key").asString()).toList();
  }

  private List<String> completedDays() {
    return server
        .insights(ada, YEAR)
        .at("/items")
        .valueStream()
        .filter(item -> item.at("/figures/completed").intValue() > 0)
        .map(item -> item.at("/key").stringValue())
        .toList();
  }

  private String completedBy(String group) {
    var completed = new LinkedHashMap<String, Integer>();
    server
        .insights(ada, YEAR + "&group=" + group)
        .at("/items")
        .forEach(
            item ->
                completed.put(
                    item.at("/key").isNull() ? "null" : item.at("/key").stringValue(),
                    item.at("/figures/completed").intValue()));
    return completed.toString();
  }

  private static JsonNode figures(JsonNode insights, String key) {
    return insights
        .at("/items")
        .valueStream()
        .filter(item -> key.equals(item.at("/key").asString()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figures of " + key + " in " + insights))
        .at("/figures");
  }
}
