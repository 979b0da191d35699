package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.tasks.store.TaskStore.NextResult;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The effect of scopes on the series of an edited or deleted occurrence. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SeriesScopeIT {

  private static final String TASK =
      """
      {'title':'Water the ferns','due':{'date':'%s','time':'09:00','zone':'Europe/Berlin'},
       'recurrence':{'frequency':%s}}
      """;

  private final Api api = Api.asSomebodyNew();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "?scope=following | {'title':'x'}",
        "?scope=all       | {'title':'x'}",
        "?scope=all       | {'due':{'time':'18:00'}}",
        "?scope=following | {'due':{'time':'18:00'}}",
        "?scope=all       | {'due':{'zone':'Europe/London'}}",
        "?scope=all       | {'recurrence':{'end':{'after':9}}}",
        "\"\"             | {'recurrence':{'end':{'after':9}}}",
        "?scope=all       | {'recurrence':{'missed':'keep'}}",
        "\"\"             | {'recurrence':{'missed':'keep'}}",
      })
  void a_day_that_a_short_month_lacks_returns_after_any_edit_in_that_month(
      String scope, String patch) {
    var january = create("2999-01-31", "'monthly'");
    var february = NextOccurrences.completeAndMake(api, january);
    assertThat(date(february)).isEqualTo("2999-02-28");

    api.patch(february + scope, patch).expect(200);
    var march = NextOccurrences.completeAndMake(api, february);
    var april = NextOccurrences.completeAndMake(api, march);

    assertThat(date(march)).isEqualTo("2999-03-31");
    assertThat(date(april)).isEqualTo("2999-04-30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"following", "all"})
  void a_leap_day_returns_after_any_edit_between(String scope) {
    var task = NextOccurrences.completeAndMake(api, create("2992-02-29", "'yearly'"));
    assertThat(date(task)).isEqualTo("2993-02-28");

    api.patch(task + "?scope=" + scope, "{'title':'x','due':{'time':'18:00'}}").expect(200);
    for (int year = 2994; year <= 2996; year++) {
      task = NextOccurrences.completeAndMake(api, task);
    }

    assertThat(date(task)).isEqualTo("2996-02-29");
    assertThat(api.get(task).text("/due/time")).isEqualTo("18:00");
  }

  @Test
  void an_occurrence_moved_alone_does_not_affect_the_rule_of_a_split() {
    // A Monday.
    var task = create("2999-03-04", "'weekly'");
    api.patch(task + "?scope=this", "{'due':{'date':'2999-03-06'}}").expect(200);

    api.patch(task + "?scope=following", "{'title':'x'}").expect(200);

    assertThat(date(task)).isEqualTo("2999-03-06");
    assertThat(date(NextOccurrences.completeAndMake(api, task))).isEqualTo("2999-03-11");
  }

  @Test
  void an_edited_date_with_scope_all_is_the_new_anchor() {
    var task = create("2999-03-04", "'weekly'");
    api.patch(task, "{'due':{'date':'2999-03-06'}}").expect(200);

    api.patch(task + "?scope=all", "{'due':{'date':'2999-03-06'}}").expect(200);

    assertThat(date(NextOccurrences.completeAndMake(api, task))).isEqualTo("2999-03-13");
  }

  @Test
  void a_series_whose_count_was_lowered_below_this_occurrence_can_be_split() {
    var second =
        NextOccurrences.completeAndMake(api, create("2999-03-01", "'daily','end':{'after':5}"));
    var third = NextOccurrences.completeAndMake(api, second);

    api.patch(third + "?scope=all", "{'recurrence':{'end':{'after':2}}}").expect(200);
    var split = api.patch(third + "?scope=following", "{'title':'x'}").expect(200);

    assertThat(split.at("/recurrence/end/after").intValue()).isEqualTo(1);
    assertThat(api.post(third + "/complete", "").expect(200).at("/next").isNull()).isTrue();
    assertThat(NextOccurrences.after(api, third)).isEqualTo(NextResult.NO_NEXT);
  }

  @Test
  void a_partly_changed_rule_keeps_its_anchor() {
    var second =
        NextOccurrences.completeAndMake(api, create("2999-03-01", "'daily','end':{'after':3}"));

    api.patch(second + "?scope=following", "{'recurrence':{'interval':2}}").expect(200);
    var third = NextOccurrences.completeAndMake(api, second);

    assertThat(date(third)).isEqualTo("2999-03-04");
    assertThat(api.post(third + "/complete", "").expect(200).at("/next").isNull()).isTrue();
  }

  @Test
  void splitting_at_the_first_occurrence_leaves_nothing_of_the_old_series() {
    var task = create("2999-03-01", "'daily'");
    var old = api.get(task).text("/seriesId");

    var split = api.patch(task + "?scope=following", "{'title':'x'}").expect(200);

    api.get("/v1/series/" + old).expect(404);
    api.get("/v1/series/" + old + "/occurrences").expect(404);
    api.get("/v1/series/" + split.text("/seriesId")).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"following", "all"})
  void deleting_following_from_an_older_one_ends_the_series_before_its_next_is_created(
      String scope) {
    var first = create("2999-03-01", "'daily'");
    var second = NextOccurrences.completeAndMake(api, first);
    var completed = api.post(second + "/complete", "").expect(200);

    api.delete(first + "?scope=" + scope).expect(204);

    assertThat(NextOccurrences.after(api, second)).isEqualTo(NextResult.NO_NEXT);
    var series = api.get("/v1/series/" + completed.text("/task/seriesId")).expect(200);
    assertThat(series.text("/state")).isEqualTo("ended");
    var kept = api.get(second).expect(200);
    assertThat(kept.at("/completedAt")).isEqualTo(completed.at("/task/completedAt"));
    assertThat(api.post(second + "/complete", "").expect(200).at("/next").isNull()).isTrue();
  }

  @Test
  void deleting_following_from_an_older_one_ends_a_series_whose_last_was_deleted_alone() {
    var first = create("2999-03-01", "'daily'");
    var second = NextOccurrences.completeAndMake(api, first);
    api.delete(second + "?scope=this").expect(204);

    api.delete(first + "?scope=all").expect(204);

    assertThat(NextOccurrences.after(api, second)).isEqualTo(NextResult.NO_NEXT);
  }

  @Test
  void deleting_all_takes_every_open_occurrence() {
    var first = create("2999-03-01", "'daily'");
    var second = NextOccurrences.completeAndMake(api, first);
    api.post(first + "/reopen?next=keep", "").expect(200);

    api.delete(second + "?scope=all").expect(204);

    api.get(first).expect(404);
    assertThat(api.get("/v1/tasks?status=all").at("/items").size()).isZero();
  }

  @Test
  void deleting_what_follows_leaves_what_is_open_before() {
    var first = create("2999-03-01", "'daily'");
    var second = NextOccurrences.completeAndMake(api, first);
    api.post(first + "/reopen?next=keep", "").expect(200);

    api.delete(second + "?scope=following").expect(204);

    assertThat(api.post(first + "/complete", "").expect(200).at("/next").isNull()).isTrue();
    assertThat(NextOccurrences.after(api, first)).isEqualTo(NextResult.ALREADY_EXISTS);
  }

  @Test
  void a_series_that_was_split_off_is_not_deleted_with_the_old_one() {
    var first = create("2999-03-01", "'daily'");
    var second = NextOccurrences.completeAndMake(api, first);
    var third = NextOccurrences.completeAndMake(api, second);
    api.patch(third + "?scope=following", "{'title':'x'}").expect(200);
    var before = api.get(second).at("").toString();

    api.delete(first + "?scope=all").expect(204);

    api.get(third).expect(200);
    assertThat(api.get(second).at("").toString()).isEqualTo(before);
  }

  @Test
  void a_patch_is_not_refused_for_a_month_end_it_does_not_mention() {
    var custom = create("2999-03-01", "'custom','rrule':'FREQ=DAILY;BYDAY=MO'");
    var onThe31st = create("2999-01-31", "'monthly','monthDay':31,'monthEnd':'omit'");

    var daily = api.patch(custom, "{'recurrence':{'frequency':'daily','rrule':null}}").expect(200);
    var onThe15th = api.patch(onThe31st, "{'recurrence':{'monthDay':15}}").expect(200);

    assertThat(daily.text("/recurrence/monthEnd")).isEqualTo("clamp");
    assertThat(onThe15th.text("/recurrence/monthEnd")).isEqualTo("clamp");
    assertThat(
            api.patch(onThe31st, "{'recurrence':{'monthDay':14,'monthEnd':'omit'}}")
                .expect(400)
                .pointers())
        .containsExactly("/recurrence/monthEnd");
  }

  private String create(String date, String frequency) {
    return api.create(TASK.formatted(date, frequency));
  }

  private String date(String task) {
    return api.get(task).expect(200).text("/due/date");
  }
}
