package dev.perennial.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.http.HttpServer.Connections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private static final int KILOBYTE = 1024;

  @Test
  void all_connections_together_take_a_quarter_of_a_functions_heap_at_most() throws IOException {
    var all = Connections.STANDARD;

    assertThat(all.max() * (28L * KILOBYTE + 2L * all.bufferBytes()))
        .isLessThanOrEqualTo(heapBytes() / 4);
  }

  private static long heapBytes() throws IOException {
    return Files.readAllLines(Path.of("../../jvm.options")).stream()
        .filter(option -> option.matches("-Xmx\\d+m"))
        .map(option -> Long.parseLong(option.substring(4, option.length() - 1)))
        .map(megabytes -> megabytes * KILOBYTE * KILOBYTE)
        .findFirst()
        .orElseThrow();
  }
}
