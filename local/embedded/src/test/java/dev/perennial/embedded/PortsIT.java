package dev.perennial.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsIT {

  @TempDir Path directory;

  @Test
  void a_part_has_the_same_port_at_the_next_start() {
    int first = new Ports(file()).portFor("kafka");

    assertThat(new Ports(file()).portFor("kafka")).isEqualTo(first);
    assertThat(new Ports(file()).portFor("postgres")).isNotEqualTo(first);
  }

  @Test
  void a_part_has_another_port_if_its_port_is_in_use() throws IOException {
    int first = new Ports(file()).portFor("kafka");

    try (var taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new Ports(file()).portFor("kafka")).isNotEqualTo(taken.getLocalPort());
    }
  }

  private Path file() {
    return directory.resolve("ports.properties");
  }
}
