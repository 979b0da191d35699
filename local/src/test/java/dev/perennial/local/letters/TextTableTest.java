package dev.perennial.local.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  private static final List<String> NAMES = List.of("ID", "REASON");

  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    assertThat(TextTable.of(NAMES, List.of(List.of("1", "no task"), List.of("22", "x")), 80))
        .isEqualTo("ID  REASON\n1   no task\n22  x\n");
  }

  @Test
  void a_table_is_not_wider_than_the_terminal() {
    String table = TextTable.of(NAMES, List.of(List.of("1".repeat(36), "x".repeat(200))), 60);

    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    assertThat(table).contains("1".repeat(36) + "  ").endsWith("…\n");
  }

  @Test
  void a_cell_is_one_line() {
    assertThat(TextTable.of(NAMES, List.of(List.of("1", "no\n  task")), 80))
        .isEqualTo("ID  REASON\n1   no task\n");
  }
}
