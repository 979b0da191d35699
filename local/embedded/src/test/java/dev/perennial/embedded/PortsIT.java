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
  void givesAPartTheSamePortAtTheNextStart() {
    int first = new Ports(file()).keptFor("kafka");

    assertThat(new Ports(file()).keptFor("kafka")).isEqualTo(first);
    assertThat(new Ports(file()).keptFor("postgres")).isNotEqualTo(first);
  }

  @Test
  void givesAnotherPortWhenSomebodyHasTakenIt() throws IOException {
    int first = new Ports(file()).keptFor("kafka");

    try (var taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new Ports(file()).keptFor("kafka")).isNotEqualTo(taken.getLocalPort());
    }
  }

  private Path file() {
    return directory.resolve("ports.properties");
  }
}
