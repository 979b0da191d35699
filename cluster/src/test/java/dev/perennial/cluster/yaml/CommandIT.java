package dev.perennial.cluster.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandIT {

  @Test
  void a_program_that_is_not_installed_fails_the_test_and_says_what_to_do() {
    assertThatThrownBy(() -> Command.run(Path.of("."), List.of("not-installed", "version")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not-installed cannot be started")
        .hasMessageContaining("need kubectl, openssl and terraform: install them");
  }
}
