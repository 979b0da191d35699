package dev.perennial.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks and the unit tests of the app's sources in {@code web/}, which npm runs. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AppSourcesIT {

  /** To end what hangs. */
  private static final int MINUTES = 8;

  /** Types, lint rules and format; and the unit tests. */
  @ParameterizedTest
  @ValueSource(strings = {"check", "test"})
  void the_sources_of_the_app_are_in_order(String script) throws Exception {
    var process = npm(script);
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static Process npm(String script) {
    try {
      return new ProcessBuilder("npm", "run", "--silent", script)
          .directory(Path.of("../../web").toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException missing) {
      throw new AssertionError(
          "npm is missing: install Node.js 20 or newer, or leave these tests out with -pl '!web'",
          missing);
    }
  }
}
