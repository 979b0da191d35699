package dev.perennial.api.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void a_page_has_its_items_and_the_cursor_of_the_next_one() {
    assertThat(json(new Page<>(List.of("a", "b"), "c")))
        .isEqualTo("{\"items\":[\"a\",\"b\"],\"nextCursor\":\"c\"}");
  }

  @Test
  void the_last_page_has_null_as_cursor() {
    assertThat(json(Page.ofAll(List.of()))).isEqualTo("{\"items\":[],\"nextCursor\":null}");
  }

  @Test
  void items_are_made_when_the_page_is_written() {
    var made = new ArrayList<Integer>();
    var page = new Page<>(() -> Stream.of(1, 2).peek(made::add).iterator(), null);

    assertThat(made).isEmpty();
    assertThat(json(page)).isEqualTo("{\"items\":[1,2],\"nextCursor\":null}");
    assertThat(made).containsExactly(1, 2);
  }

  private static String json(Page<?> page) {
    return new String(EventJson.write(page), UTF_8);
  }
}
