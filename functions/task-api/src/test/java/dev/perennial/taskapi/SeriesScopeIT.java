package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.tasks.store.TaskStore.NextResult;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an edit or a deletion of one occurrence does to its series, and what it leaves alone. */
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
  void a_day_that_a_short_month_lacks_comes_back_whatever_is_edited_there(
      String scope, String patch) {
    var january = create("2999-01-31", "'monthly'");
    var february = NextMaker.completeAndMake(api, january);
    assertThat(date(february)).isEqualTo("2999-02-28");

    api.patch(february + scope, patch).expect(200);
    var march = NextMaker.completeAndMake(api, february);
    var april = NextMaker.completeAndMake(api, march);

    assertThat(date(march)).isEqualTo("2999-03-31");
    assertThat(date(april)).isEqualTo("2999-04-30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"following", "all"})
  void a_leap_day_comes_back_whatever_is_edited_between(String scope) {
    var task = NextMaker.completeAndMake(api, create("2992-02-29", "'yearly'"));
    assertThat(date(task)).isEqualTo("2993-02-28");

    api.patch(task + "?scope=" + scope, "{'title':'x','due':{'time':'18:00'}}").expect(200);
    for (int year = 2994; year <= 2996; year++) {
      task = NextMaker.completeAndMake(api, task);
    }

    assertThat(date(task)).isEqualTo("2996-02-29");
    assertThat(api.get(task).text("/due/time")).isEqualTo("18:00");
  }

  @Test
  void what_was_moved_alone_leaves_the_rule_alone_though_the_series_is_split_there() {
    // A Monday.
    var task = create("2999-03-04", "'weekly'");
    api.patch(task + "?scope=this", "{'due':{'date':'2999-03-06'}}").expect(200);

    api.patch(task + "?scope=following", "{'title':'x'}").expect(200);

    assertThat(date(task)).isEqualTo("2999-03-06");
    assertThat(date(NextMaker.completeAndMake(api, task))).isEqualTo("2999-03-11");
  }

  @Test
  void a_date_that_is_said_of_all_is_where_the_rule_counts_from() {
    var task = create("2999-03-04", "'weekly'");
    api.patch(task, "{'due':{'date':'2999-03-06'}}").expect(200);

    api.patch(task + "?scope=all", "{'due':{'date':'2999-03-06'}}").expect(200);

    assertThat(date(NextMaker.completeAndMake(api, task))).isEqualTo("2999-03-13");
  }

  @Test
  void a_series_that_was_cut_short_before_this_one_can_still_be_split() {
    var second = NextMaker.completeAndMake(api, create("2999-03-01", "'daily','end':{'after':5}"));
    var third = NextMaker.completeAndMake(api, second);

    api.patch(third + "?scope=all", "{'recurrence':{'end':{'after':2}}}").expect(200);
    var split = api.patch(third + "?scope=following", "{'title':'x'}").expect(200);

    assertThat(split.at("/recurrence/end/after").intValue()).isEqualTo(1);
    assertThat(api.post(third + "/complete", "").expect(200).at("/next").isNull()).isTrue();
    assertThat(NextMaker.after(api, third)).isEqualTo(NextResult.NO_NEXT);
  }

  @Test
  void a_rule_that_is_changed_in_part_goes_on_counting() {
    var second = NextMaker.completeAndMake(api, create("2999-03-01", "'daily','end':{'after':3}"));

    api.patch(second + "?scope=following", "{'recurrence':{'interval':2}}").expect(200);
    var third = NextMaker.completeAndMake(api, second);

    assertThat(date(third)).isEqualTo("2999-03-04");
    assertThat(api.post(third + "/complete", "").expect(200).at("/next").isNull()).isTrue();
  }

  @Test
  void what_follows_the_first_is_all_of_it_so_nothing_is_left_of_the_series() {
    var task = create("2999-03-01", "'daily'");
    var old = api.get(task).text("/seriesId");

    var split = api.patch(task + "?scope=following", "{'title':'x'}").expect(200);

    api.get("/v1/series/" + old).expect(404);
    api.get("/v1/series/" + old + "/occurrences").expect(404);
    api.get("/v1/series/" + split.text("/seriesId")).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"following", "all"})
  void deleting_an_older_one_and_what_follows_ends_the_series_before_its_next_is_made(
      String scope) {
    var first = create("2999-03-01", "'daily'");
    var second = NextMaker.completeAndMake(api, first);
    var completed = api.post(second + "/complete", "").expect(200);

    api.delete(first + "?scope=" + scope).expect(204);

    assertThat(NextMaker.after(api, second)).isEqualTo(NextResult.NO_NEXT);
    var series = api.get("/v1/series/" + completed.text("/task/seriesId")).expect(200);
    assertThat(series.text("/state")).isEqualTo("ended");
    var kept = api.get(second).expect(200);
    assertThat(kept.at("/completedAt")).isEqualTo(completed.at("/task/completedAt"));
    assertThat(api.post(second + "/complete", "").expect(200).at("/next").isNull()).isTrue();
  }

  @Test
  void deleting_an_older_one_and_what_follows_ends_a_series_whose_last_was_deleted_alone() {
    var first = create("2999-03-01", "'daily'");
    var second = NextMaker.completeAndMake(api, first);
    api.delete(second + "?scope=this").expect(204);

    api.delete(first + "?scope=all").expect(204);

    assertThat(NextMaker.after(api, second)).isEqualTo(NextResult.NO_NEXT);
  }

  @Test
  void deleting_all_takes_every_open_occurrence() {
    var first = create("2999-03-01", "'daily'");
    var second = NextMaker.completeAndMake(api, first);
    api.post(first + "/reopen?next=keep", "").expect(200);

    api.delete(second + "?scope=all").expect(204);

    api.get(first).expect(404);
    assertThat(api.get("/v1/tasks?status=all").at("/items").size()).isZero();
  }

  @Test
  void deleting_what_follows_leaves_what_is_open_before() {
    var first = create("2999-03-01", "'daily'");
    var second = NextMaker.completeAndMake(api, first);
    api.post(first + "/reopen?next=keep", "").expect(200);

    api.delete(second + "?scope=following").expect(204);

    assertThat(api.post(first + "/complete", "").expect(200).at("/next").isNull()).isTrue();
    assertThat(NextMaker.after(api, first)).isEqualTo(NextResult.MADE_BEFORE);
  }

  @Test
  void a_series_that_was_split_off_is_not_deleted_with_the_old_one() {
    var first = create("2999-03-01", "'daily'");
    var second = NextMaker.completeAndMake(api, first);
    var third = NextMaker.completeAndMake(api, second);
    api.patch(third + "?scope=following", "{'title':'x'}").expect(200);
    var before = api.get(second).at("").toString();

    api.delete(first + "?scope=all").expect(204);

    api.get(third).expect(200);
    assertThat(api.get(second).at("").toString()).isEqualTo(before);
  }

  @Test
  void a_patch_is_not_refused_for_a_month_s_end_that_nobody_said() {
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
