package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.tasks.store.TaskStore.NextResult;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Occurrences are created, skipped, deleted and edited, alone or with their series. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SeriesIT {

  private static final String DAILY =
      """
      {'title':'Water the ferns','due':{'date':'2999-03-01','time':'09:00','zone':'Europe/Berlin'},
       'recurrence':{'frequency':'daily'}}
      """;

  private final Api api = Api.asSomebodyNew();

  @Test
  void a_skipped_occurrence_is_not_completed_and_the_next_is_created() {
    var task = api.create(DAILY);

    var skipped = api.post(task + "/skip", "").expect(200);

    assertThat(skipped.text("/task/status")).isEqualTo("skipped");
    assertThat(skipped.at("/task/completedAt").isNull()).isTrue();
    assertThat(skipped.text("/next/due/date")).isEqualTo("2999-03-02");
    assertThat(NextOccurrences.after(api, task)).isEqualTo(NextResult.CREATED);
    api.get("/v1/tasks/" + skipped.text("/next/id")).expect(200);
  }

  @Test
  void a_task_that_does_not_recur_cannot_be_skipped() {
    var refused = api.post(api.create("{'title':'Once'}") + "/skip", "").expect(409);

    assertThat(refused.text("/type")).endsWith("/not-recurring");
  }

  @Test
  void the_third_completion_of_a_count_of_three_ends_the_series() {
    var task = api.create(DAILY.replace("'daily'", "'daily','end':{'after':3}"));
    var series = "/v1/series/" + api.get(task).text("/seriesId");

    var second = completeAndMakeNext(task);
    assertThat(api.get(series).expect(200).text("/state")).isEqualTo("active");
    var third = completeAndMakeNext(second);
    var last = api.post(third + "/complete", "").expect(200);

    assertThat(last.at("/next").isNull()).isTrue();
    assertThat(NextOccurrences.after(api, third)).isEqualTo(NextResult.NO_NEXT);
    var ended = api.get(series).expect(200);
    assertThat(ended.text("/state")).isEqualTo("ended");
    assertThat(ended.at("/open").isNull()).isTrue();
    assertThat(ended.at("/occurrenceNumber").intValue()).isEqualTo(3);
    assertThat(numbers(api.get(series + "/occurrences").expect(200).at("/items")))
        .containsExactly(1, 2, 3);
  }

  @Test
  void skipped_occurrences_count_too() {
    var task = api.create(DAILY.replace("'daily'", "'daily','end':{'after':3}"));
    var second = completeAndMakeNext(task);

    var third = "/v1/tasks/" + api.post(second + "/skip", "").expect(200).text("/next/id");
    assertThat(NextOccurrences.after(api, second)).isEqualTo(NextResult.CREATED);
    var last = api.post(third + "/skip", "").expect(200);

    assertThat(last.at("/next").isNull()).isTrue();
    assertThat(NextOccurrences.after(api, third)).isEqualTo(NextResult.NO_NEXT);
    assertThat(api.get("/v1/series/" + last.text("/task/seriesId")).expect(200).text("/state"))
        .isEqualTo("ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'due':{'date':'2026-03-05'},", ""})
  void a_day_ends_in_the_user_s_zone(String due) {
    api.put("/v1/me", "{'zone':'Pacific/Auckland'}").expect(200);
    var task = api.create("{'title':'a',%s'recurrence':{'frequency':'daily'}}".formatted(due));

    // In Auckland it is the 6th, half past noon.
    var completed =
        Api.as(api.user)
            .with("X-Happened-At", "2026-03-05T23:30:00Z")
            .post(task + "/complete", "")
            .expect(200);

    assertThat(completed.text("/next/due/date")).isEqualTo("2026-03-07");
    assertThat(NextOccurrences.after(api, task)).isEqualTo(NextResult.CREATED);
    var made = api.get("/v1/tasks/" + completed.text("/next/id")).expect(200);
    assertThat(made.text("/due/date")).isEqualTo("2026-03-07");
  }

  @Test
  void a_series_shows_its_rule_its_open_occurrence_and_its_history_page_by_page() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);
    api.post(second + "/skip", "").expect(200);
    NextOccurrences.after(api, second);
    var series = "/v1/series/" + api.get(first).text("/seriesId");

    var shown = api.get(series).expect(200);
    assertThat(shown.text("/recurrence/frequency")).isEqualTo("daily");
    assertThat(shown.text("/start/date")).isEqualTo("2999-03-01");
    assertThat(shown.text("/open/due/date")).isEqualTo("2999-03-03");

    var statuses = new ArrayList<String>();
    var page = api.get(series + "/occurrences?limit=2").expect(200);
    page.at("/items").forEach(item -> statuses.add(item.path("status").asString()));
    var rest =
        api.get(series + "/occurrences?limit=2&cursor=" + page.text("/nextCursor")).expect(200);
    rest.at("/items").forEach(item -> statuses.add(item.path("status").asString()));
    assertThat(statuses).containsExactly("completed", "skipped", "open");
    assertThat(rest.at("/nextCursor").isNull()).isTrue();
    assertThat(
            api.get("/v1/tasks?status=all&cursor=" + page.text("/nextCursor"))
                .expect(400)
                .pointers())
        .containsExactly("/cursor");
  }

  @Test
  void a_series_does_not_exist_for_other_users() {
    var series = "/v1/series/" + api.get(api.create(DAILY)).text("/seriesId");
    var grace = Api.asSomebodyNew();

    grace.get(series).expect(404);
    grace.get(series + "/occurrences").expect(404);
    api.get("/v1/series/" + UUID.randomUUID()).expect(404);
    api.get("/v1/series/nonsense").expect(404);
  }

  @Test
  void a_deleted_series_has_ended() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);

    api.delete(second).expect(204);

    var series = api.get("/v1/series/" + api.get(first).text("/seriesId")).expect(200);
    assertThat(series.text("/state")).isEqualTo("ended");
    assertThat(api.post(first + "/complete", "").expect(200).at("/next").isNull()).isTrue();
  }

  @Test
  void reopening_takes_the_untouched_next_back() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);

    api.post(first + "/reopen", "").expect(200);

    api.get(second).expect(404);
    assertThat(completeAndMakeNext(first)).isEqualTo(second);
    assertThat(api.get(second).expect(200).at("/version").intValue()).isEqualTo(3);
  }

  @Test
  void reopening_with_a_touched_next_requires_a_choice() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);
    api.patch(second, "{'title':'Water the cacti'}").expect(200);

    var refused = api.post(first + "/reopen", "").expect(409);

    assertThat(refused.text("/type")).endsWith("/next-touched");
    assertThat("/v1/tasks/" + refused.text("/next/id")).isEqualTo(second);
    assertThat(refused.text("/next/title")).isEqualTo("Water the cacti");
    assertThat(api.get(first).text("/status")).isEqualTo("completed");
    assertThat(api.post(first + "/reopen?next=perhaps", "").expect(400).pointers())
        .containsExactly("/next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep", "delete"})
  void completing_again_never_creates_two_whatever_was_chosen(String next) {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);
    api.patch(second, "{'title':'Water the cacti'}").expect(200);

    api.post(first + "/reopen?next=" + next, "").expect(200);
    api.get(second).expect(next.equals("keep") ? 200 : 404);
    var again = api.post(first + "/complete", "").expect(200);
    NextOccurrences.after(api, first);

    assertThat("/v1/tasks/" + again.text("/next/id")).isEqualTo(second);
    assertThat(api.get("/v1/tasks?status=open").at("/items").size()).isEqualTo(1);
  }

  @Test
  void an_untouched_next_is_kept_if_requested() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);

    api.post(first + "/reopen?next=keep", "").expect(200);

    api.get(second).expect(200);
    var again = api.post(first + "/complete", "").expect(200);
    assertThat("/v1/tasks/" + again.text("/next/id")).isEqualTo(second);
    assertThat(NextOccurrences.after(api, first)).isEqualTo(NextResult.ALREADY_EXISTS);
  }

  @Test
  void a_closed_next_occurrence_can_only_be_kept() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);
    api.post(second + "/complete", "").expect(200);

    var refused = api.post(first + "/reopen?next=delete", "").expect(409);

    assertThat(refused.text("/type")).endsWith("/next-touched");
    assertThat("/v1/tasks/" + refused.text("/next/id")).isEqualTo(second);
    assertThat(refused.text("/detail")).contains("next=keep");
    assertThat(api.get(first).text("/status")).isEqualTo("completed");
    assertThat(api.get(second).text("/status")).isEqualTo("completed");
  }

  @Test
  void moving_one_due_date_leaves_the_rule_alone() {
    var task = api.create(DAILY);

    api.patch(task, "{'due':{'date':'2999-03-20'}}").expect(200);

    assertThat(api.get(completeAndMakeNext(task)).text("/due/date")).isEqualTo("2999-03-02");
  }

  @Test
  void an_edit_of_this_occurrence_does_not_carry_over() {
    var task = api.create(DAILY);

    api.patch(task + "?scope=this", "{'title':'Only today','priority':'high'}").expect(200);

    var next = api.get(completeAndMakeNext(task));
    assertThat(next.text("/title")).isEqualTo("Water the ferns");
    assertThat(next.text("/priority")).isEqualTo("none");
  }

  @Test
  void an_edit_with_scope_following_splits_the_series() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);
    var old = api.get(first).text("/seriesId");

    var split = api.patch(second + "?scope=following", "{'due':{'time':'18:00'}}").expect(200);

    assertThat(split.text("/seriesId")).isNotEqualTo(old);
    assertThat(api.get(first).text("/due/time")).isEqualTo("09:00");
    assertThat(api.get("/v1/series/" + old).expect(200).text("/state")).isEqualTo("ended");
    assertThat(api.get(completeAndMakeNext(second)).text("/due/time")).isEqualTo("18:00");
  }

  @Test
  void an_edit_of_all_changes_the_open_occurrence_and_no_completed_one() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);
    var completed = api.get(first).at("").toString();

    var edited =
        api.patch(
                first + "?scope=all",
                "{'title':'Water all','due':{'time':'18:00'},'recurrence':{'interval':2}}")
            .expect(200);

    assertThat("/v1/tasks/" + edited.text("/id")).isEqualTo(second);
    assertThat(edited.text("/seriesId")).isEqualTo(api.get(first).text("/seriesId"));
    assertThat(api.get(first).at("").toString()).isEqualTo(completed);
    var third = api.get(completeAndMakeNext(second));
    assertThat(third.text("/title")).isEqualTo("Water all");
    assertThat(third.at("/due").toString())
        .isEqualTo("{\"date\":\"2999-03-04\",\"time\":\"18:00\",\"zone\":\"Europe/Berlin\"}");
  }

  @Test
  void closed_occurrences_stay_if_none_is_open() {
    var task = api.create(DAILY);
    api.post(task + "/complete", "").expect(200);

    assertThat(api.patch(task + "?scope=all", "{'title':'b'}").expect(409).text("/type"))
        .endsWith("/task-completed");
  }

  @Test
  void a_rule_or_a_list_cannot_be_edited_for_one_occurrence() {
    var task = api.create(DAILY);

    assertThat(
            api.patch(task + "?scope=this", "{'recurrence':{'interval':2}}").expect(400).pointers())
        .containsExactly("/recurrence");
    assertThat(
            api.patch(task + "?scope=this", "{'listId':'%s'}".formatted(UUID.randomUUID()))
                .expect(400)
                .pointers())
        .containsExactly("/listId");
    assertThat(api.patch(task + "?scope=some", "{}").expect(400).pointers())
        .containsExactly("/scope");
  }

  @Test
  void deleting_only_this_occurrence_skips_it() {
    var task = api.create(DAILY);

    api.delete(task + "?scope=this").expect(204);

    assertThat(NextOccurrences.after(api, task)).isEqualTo(NextResult.CREATED);
    assertThat(api.get("/v1/tasks").at("/items/0/due/date").asString()).isEqualTo("2999-03-02");
  }

  @Test
  void deleting_following_from_a_completed_one_deletes_the_open_one() {
    var first = api.create(DAILY);
    var second = completeAndMakeNext(first);

    api.delete(first + "?scope=following").expect(204);

    api.get(second).expect(404);
    assertThat(api.get("/v1/tasks?status=all").at("/items").size()).isZero();
  }

  private String completeAndMakeNext(String task) {
    return NextOccurrences.completeAndMake(api, task);
  }

  private static List<Integer> numbers(JsonNode items) {
    return items
        .valueStream()
        .map(item -> EventJson.MAPPER.treeToValue(item.path("occurrenceNumber"), Integer.class))
        .toList();
  }
}
