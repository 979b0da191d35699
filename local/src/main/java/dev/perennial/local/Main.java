package dev.perennial.local;

import dev.perennial.local.infra.CannotStart;
import dev.perennial.local.manifest.ManifestException;
import dev.perennial.local.serving.AotCaches;
import dev.perennial.local.serving.FunctionFiles;
import dev.perennial.local.serving.Serving;
import dev.perennial.local.training.Training;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The command line: {@code ./run} ends here. */
public final class Main {

  private static final int OK = 0;
  private static final int CANNOT = 2;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    Logging.quiet();
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws InterruptedException {
    try {
      var home = Path.of(System.getProperty("perennial.home", "")).toAbsolutePath();
      var options = Options.parse(home, arguments);
      switch (options.command()) {
        case TRAIN -> new Training(home, System.out::println).run();
        case UP -> up(options);
      }
      return OK;
    } catch (CannotStart | ManifestException e) {
      System.err.println("Perennial cannot start: " + e.getMessage());
      return CANNOT;
    }
  }

  private static void up(Options options) throws InterruptedException {
    var caches = new AotCaches(new FunctionFiles(options.home()));
    var platform = new Platform(options, System.out::println, caches::toUse, Serving.GRACE);
    trainIfDue(platform, new Training(options.home(), System.out::println));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(platform::close));
    try {
      ready(platform.start());
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
    new CountDownLatch(1).await();
  }

  /** A cache only makes starts faster, so the platform starts without one if it must. */
  private static void trainIfDue(Platform platform, Training training) {
    if (training.missing().isEmpty()) {
      return;
    }
    platform.check();
    try {
      training.run();
    } catch (CannotStart e) {
      System.out.println("  " + e.getMessage());
    }
    training.missing().forEach(missing -> System.out.println("  " + missing + ", starts without"));
  }

  private static void ready(URI address) {
    System.out.printf(
        """
        Perennial is ready at %1$s
          TOKEN=$(curl -s '%1$s/local/token?user=ada')
          TASK=$(curl -s %1$s/v1/tasks -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
        -d '{"title": "Water the plants", "due": {"date": "%2$s"}, "recurrence": {"frequency": "daily"}}' \
        | tee /dev/stderr | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
          curl -s -X POST %1$s/v1/tasks/$TASK/complete -H "Authorization: Bearer $TOKEN"
        """,
        address, LocalDate.now());
  }
}
