package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.page.PageCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingIT {

  private final Api api = Api.asSomebodyNew();
  private final List<String> tasks = new ArrayList<>();

  @BeforeEach
  void makeTasks() {
    for (int i = 0; i < 7; i++) {
      tasks.add(api.create("{'title':'Task " + i + "'}"));
    }
  }

  /** Two tasks that each of the queries finds. */
  private void makeTwoWithEverything() {
    for (int i = 0; i < 2; i++) {
      api.create(
          "{'title':'All','tags':['a','b'],'assignee':'%s','due':{'date':'2000-01-01'}}"
              .formatted(api.user));
    }
  }

  @Test
  void the_newest_is_last() {
    assertThat(titles(api.get("/v1/tasks").expect(200)))
        .containsExactly("Task 0", "Task 1", "Task 2", "Task 3", "Task 4", "Task 5", "Task 6");
  }

  @Test
  void pages_hold_every_task_once_while_others_are_created_and_completed() {
    var first = api.get("/v1/tasks?limit=3&status=all").expect(200);
    api.create("{'title':'Task 7'}");
    api.post(tasks.get(1) + "/complete", "").expect(200);
    api.delete(tasks.get(4)).expect(204);
    var second =
        api.get("/v1/tasks?limit=3&status=all&cursor=" + first.text("/nextCursor")).expect(200);
    var third =
        api.get("/v1/tasks?limit=3&status=all&cursor=" + second.text("/nextCursor")).expect(200);

    assertThat(titles(first)).containsExactly("Task 0", "Task 1", "Task 2");
    assertThat(titles(second)).containsExactly("Task 3", "Task 5", "Task 6");
    assertThat(titles(third)).containsExactly("Task 7");
    assertThat(third.at("/nextCursor").isNull()).isTrue();
  }

  @Test
  void a_task_that_exists_throughout_is_on_exactly_one_page_while_others_change() {
    var writer = Api.as(api.user);
    var stays = tasks.stream().map(task -> task.replace("/v1/tasks/", "")).toList();
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          threads.submit(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  var passing = writer.create("{'title':'Passing'}");
                  writer
                      .patch(tasks.get(i % tasks.size()), "{'title':'Turn " + i + "'}")
                      .expect(200);
                  writer.post(tasks.get(i % tasks.size()) + "/complete", "").expect(200);
                  writer.delete(passing).expect(204);
                }
              });
      try {
        for (int walk = 0; walk < 20; walk++) {
          assertThat(walk()).containsOnlyOnceElementsOf(stays);
        }
      } finally {
        done.set(true);
      }
      assertThat(writing).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  private List<String> walk() {
    var found = new ArrayList<String>();
    var next = "";
    do {
      var page = api.get("/v1/tasks?status=all&limit=2" + next).expect(200);
      page.at("/items").valueStream().forEach(task -> found.add(task.required("id").asString()));
      next = page.at("/nextCursor").isNull() ? "" : "&cursor=" + page.text("/nextCursor");
    } while (!next.isEmpty());
    return found;
  }

  @Test
  void a_full_last_page_has_no_next() {
    assertThat(api.get("/v1/tasks?limit=7").expect(200).at("/nextCursor").isNull()).isTrue();
  }

  @Test
  void open_tasks_are_listed_by_default() {
    api.post(tasks.getFirst() + "/complete", "").expect(200);

    assertThat(titles(api.get("/v1/tasks").expect(200))).hasSize(6).doesNotContain("Task 0");
    assertThat(titles(api.get("/v1/tasks?status=open").expect(200))).hasSize(6);
    assertThat(titles(api.get("/v1/tasks?status=completed").expect(200))).containsExactly("Task 0");
    assertThat(titles(api.get("/v1/tasks?status=all").expect(200))).hasSize(7);
  }

  @Test
  void a_list_has_its_own_tasks_only_and_an_unknown_list_none() {
    var inbox = api.get(tasks.getFirst()).text("/listId");

    assertThat(titles(api.get("/v1/tasks?listId=" + inbox).expect(200))).hasSize(7);
    assertThat(titles(api.get("/v1/tasks?listId=00000000-0000-0000-0000-000000000000").expect(200)))
        .isEmpty();
    assertThat(titles(Api.asSomebodyNew().get("/v1/tasks?listId=" + inbox).expect(200))).isEmpty();
  }

  @Test
  void a_cursor_is_valid_for_its_filters_only() {
    var inbox = api.get(tasks.getFirst()).text("/listId");
    var garden = api.post("/v1/lists", "{'name':'Garden'}").expect(201).text("/id");
    makeTwoWithEverything();
    var lists = List.of(inbox, garden);
    var series = lists.stream().map(this::seriesOfTwo).toList();
    var queries =
        Stream.of(
                Stream.of("open", "completed", "all").map(status -> "/v1/tasks?status=" + status),
                lists.stream().map(list -> "/v1/tasks?status=all&listId=" + list),
                lists.stream().map(list -> "/v1/lists/" + list + "/tasks?status=completed"),
                series.stream().map(id -> "/v1/series/" + id + "/occurrences?"),
                Stream.of(
                        "sort=due",
                        "sort=priority",
                        "dueFrom=1999-01-01",
                        "dueTo=2999-12-31",
                        "dueFrom=1999-01-01&sort=due",
                        "priority=none",
                        "assignee=" + api.user,
                        "tag=a",
                        "tag=b",
                        "q=all",
                        "q=al",
                        "overdue=true")
                    .map(other -> "/v1/tasks?" + other))
            .flatMap(some -> some)
            .toList();

    for (var query : queries) {
      var cursor = "&limit=1&cursor=" + api.get(query + "&limit=1").expect(200).text("/nextCursor");
      for (var other : queries) {
        var response = api.get(other + cursor);
        if (other.equals(query)) {
          response.expect(200);
        } else {
          assertThat(response.expect(400).pointers())
              .as(query + " continued as " + other)
              .containsExactly("/cursor");
        }
      }
    }
  }

  /** Two completed occurrences and an open one. */
  private String seriesOfTwo(String list) {
    var task =
        api.create(
            "{'title':'Water','listId':'%s','due':{'date':'2999-03-01'},'recurrence':{'frequency':'daily'}}"
                .formatted(list));
    var next = api.post(task + "/complete", "").expect(200).text("/next/id");
    NextOccurrences.after(api, task);
    api.post("/v1/tasks/" + next + "/complete", "").expect(200);
    return api.get(task).text("/seriesId");
  }

  /** Whoever knows the checksum can forge a cursor, for their own tasks only. */
  @Test
  void a_cursor_that_was_forged_to_an_impossible_position_is_refused() {
    var cursor =
        new PageCursor(api.user, "OPEN/null/null/CREATED/[null,null,null,null,null,null,null]");

    for (var micros : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -62_135_596_800_000_001L}) {
      var forged = ByteBuffer.allocate(24).putLong(micros).putLong(0).putLong(0);
      assertThat(api.get("/v1/tasks?cursor=" + cursor.write(forged.array())).expect(400).pointers())
          .containsExactly("/cursor");
    }
    api.get("/v1/tasks?cursor=" + cursor.write(new byte[24])).expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "DUE, ''",
    "DUE, tomorrow",
    "DUE, 2026-03-01",
    "DUE, +10000-01-01T00:00",
    "DUE, 0000-01-01T00:00",
    "PRIORITY, ''",
    "PRIORITY, 9",
    "PRIORITY, 1x",
    "CREATED, 1"
  })
  void a_cursor_that_was_forged_to_a_key_that_is_none_is_refused(String sort, String key) {
    var cursor =
        new PageCursor(
            api.user, "OPEN/null/null/" + sort + "/[null,null,null,null,null,null,null]");
    var query = "/v1/tasks?sort=" + sort.toLowerCase(Locale.ROOT) + "&cursor=";
    var forged =
        ByteBuffer.allocate(24 + key.length()).put(24, key.getBytes(StandardCharsets.US_ASCII));

    assertThat(api.get(query + cursor.write(forged.array())).expect(400).pointers())
        .containsExactly("/cursor");
  }

  @Test
  void a_cursor_is_valid_for_its_user_only() {
    var cursor = api.get("/v1/tasks?limit=3").expect(200).text("/nextCursor");

    assertThat(Api.asSomebodyNew().get("/v1/tasks?cursor=" + cursor).expect(400).pointers())
        .containsExactly("/cursor");
    api.get("/v1/tasks?limit=1&cursor=" + cursor).expect(200);
  }

  @Test
  void a_cursor_with_any_character_changed_is_refused() {
    var cursor = api.get("/v1/tasks?limit=3").expect(200).text("/nextCursor");

    for (int i = 0; i < cursor.length(); i++) {
      var other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      api.get("/v1/tasks?cursor=" + cursor.substring(0, i) + other + cursor.substring(i + 1))
          .expect(400);
    }
    api.get("/v1/tasks?cursor=" + cursor + "=").expect(400);
  }

  private static List<String> titles(Api.Response page) {
    return page.at("/items").valueStream().map(task -> task.required("title").asString()).toList();
  }
}
