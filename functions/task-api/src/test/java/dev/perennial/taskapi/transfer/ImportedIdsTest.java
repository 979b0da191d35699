package dev.perennial.taskapi.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImportedIdsTest {

  @Test
  void no_two_users_get_the_same_id() {
    var ids =
        Stream.of(
                ids("a").task("x/task/y"),
                ids("a/task/x").task("y"),
                ids("a").task("7/a/task/x/task/y"),
                ids("1/a").task("y"),
                ids("a/1/task").task("y"),
                ids("a/task").list("x"),
                ids("a").task("list/x"))
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void ids_of_users_without_a_slash_are_those_of_earlier_imports() {
    assertThat(List.of(ids("ada").task("1"), ids("ada").list("x/y")))
        .containsExactly(named("import/ada/task/1"), named("import/ada/list/x/y"));
  }

  private static ImportedIds ids(String user) {
    return new ImportedIds(user, _ -> false);
  }

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }
}
