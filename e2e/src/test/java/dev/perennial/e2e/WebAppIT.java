package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a person does in the web app, in a real browser: the tests in {@code web/browser}. */
@Order(SharedSystem.LATE)
class WebAppIT {

  /** To end what hangs; the tests take one to two minutes. */
  private static final int MINUTES = 15;

  @Test
  void a_person_works_with_the_app_in_a_browser() throws Exception {
    var browser = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    assertThat(browser)
        .as("Chromium, which Debian has as package chromium; or CHROMIUM is the path of another")
        .isExecutable();
    var output = Files.createTempFile("browser-tests", ".log");
    var process = browserTests(output);
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("ends in time").isTrue();
      assertThat(process.exitValue()).as(() -> read(output)).isZero();
    } finally {
      process.destroy();
      Files.delete(output);
    }
  }

  private static Process browserTests(Path output) throws IOException {
    var tests =
        new ProcessBuilder("npm", "run", "--silent", "test:browser")
            .directory(RunningSystem.root().resolve("web").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Under the name that its issuer has as well: tokens name it.
    tests
        .environment()
        .put("PERENNIAL_URL", "http://localhost:" + SharedSystem.get().gateway().getPort());
    return tests.start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException fault) {
      return fault.toString();
    }
  }
}
