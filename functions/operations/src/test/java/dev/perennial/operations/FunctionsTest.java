package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FunctionsTest {

  @Test
  void a_redrive_reaches_the_functions_that_have_a_trigger() throws IOException {
    var names =
        Files.readAllLines(Path.of("../../eventing/redrives.yaml")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("redrivefor: "))
            .map(line -> line.substring("redrivefor: ".length()))
            .toList();

    assertThat(names).containsExactlyInAnyOrderElementsOf(Main.FUNCTIONS);
  }
}
