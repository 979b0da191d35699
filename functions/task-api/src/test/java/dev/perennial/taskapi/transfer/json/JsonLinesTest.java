package dev.perennial.taskapi.transfer.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.taskapi.transfer.format.ImportItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  @Test
  void an_unreadable_item_is_reported_by_its_line_and_the_next_is_read() throws IOException {
    var lines = new ByteArrayOutputStream();
    lines.write("\uFEFF{\"a\":1}\r\n".getBytes(UTF_8));
    lines.write(new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"', '\n'});
    lines.write("   \n".getBytes(UTF_8));
    lines.write(("{\"a\":\"" + "x".repeat(600_000) + "\"}\n").getBytes(UTF_8));
    lines.write(("[".repeat(100_000) + "\n").getBytes(UTF_8));
    lines.write("{\"a\":1,\"a\":2}\n".getBytes(UTF_8));
    lines.write("[1]\n".getBytes(UTF_8));
    lines.write("{\"a\":2}".getBytes(UTF_8));

    assertThat(read(lines.toByteArray()).stream().map(JsonLinesTest::describe))
        .containsExactly(
            "1 read", "2 broken", "4 broken", "5 broken", "6 broken", "7 broken", "8 read");
  }

  private static String describe(ImportItem item) {
    return item.line() + (item instanceof ImportItem.Read ? " read" : " broken");
  }

  private static List<ImportItem> read(byte[] bytes) throws IOException {
    List<ImportItem> items = new ArrayList<>();
    new JsonLines().read(() -> new ByteArrayInputStream(bytes), items::add);
    return items;
  }
}
