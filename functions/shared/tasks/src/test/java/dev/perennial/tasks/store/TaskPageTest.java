package dev.perennial.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Origin;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskPageTest {

  private static final UUID LIST = UUID.randomUUID();
  private static final int LONG = 10_000;

  private final List<Integer> read = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "0, 50, 0, false",
    "50, 50, 50, false",
    "51, 50, 50, true",
    "25, 200, 25, false",
    "26, 25, 25, true",
    "200, 200, 200, false",
    "201, 200, 200, true",
    "3, 1, 1, true",
  })
  void a_page_of_short_tasks_has_as_many_as_the_query_allows(
      int stored, int limit, int size, boolean hasMore) {
    var page = page(tasks(stored, 10), Position.START, limit);

    assertThat(page.tasks()).hasSize(size);
    assertThat(page.hasMore()).isEqualTo(hasMore);
  }

  @Test
  void a_page_of_long_tasks_is_shorter_and_few_are_read_for_it() {
    var page = page(tasks(200, LONG), Position.START, 200);

    assertThat(page.tasks()).hasSizeBetween(20, 30);
    assertThat(page.hasMore()).isTrue();
    assertThat(read.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(50);
  }

  @Test
  void a_task_that_is_longer_than_a_page_is_a_page_of_its_own() {
    var page = page(tasks(3, TaskPage.MAX_BYTES), Position.START, 200);

    assertThat(page.tasks()).hasSize(1);
    assertThat(page.hasMore()).isTrue();
  }

  @Test
  void pages_of_long_tasks_have_every_task_once() {
    var stored = tasks(120, LONG);
    var found = new ArrayList<Task>();

    var page = page(stored, Position.START, 200);
    found.addAll(page.tasks());
    while (page.hasMore()) {
      page = page(stored, Position.of(found.getLast()), 200);
      found.addAll(page.tasks());
    }

    assertThat(found).isEqualTo(stored);
  }

  private TaskPage page(List<Task> stored, Position after, int limit) {
    return TaskPage.read(
        new TaskQuery(Filter.ALL, null, null, after, limit),
        part -> {
          read.add(part.limit());
          return stored.stream()
              .filter(task -> task.origin().createdAt().isAfter(part.after().createdAt()))
              .limit(part.limit())
              .toList();
        });
  }

  private static List<Task> tasks(int count, int length) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> task(i, "d".repeat(length))).toList();
  }

  private static Task task(int second, String description) {
    return Task.created(
        UUID.randomUUID(),
        "ada",
        new Origin("ada", null, Instant.ofEpochSecond(second)),
        new Content(LIST, "a", description, Priority.NONE, List.of(), null, null, null),
        null,
        Task.FIRST_VERSION);
  }
}
