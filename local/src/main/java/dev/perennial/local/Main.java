package dev.perennial.local;

import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.ManifestException;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.platform.Logging;
import dev.perennial.local.platform.Options;
import dev.perennial.local.platform.Platform;
import dev.perennial.local.serving.AotCaches;
import dev.perennial.local.serving.FunctionFiles;
import dev.perennial.local.serving.Serving;
import dev.perennial.local.training.Training;
import dev.perennial.local.training.TrainingException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/** The entry point of {@code ./run}. */
public final class Main {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int CANNOT_START = 2;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    Logging.quiet();
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws InterruptedException {
    try {
      Path home = Path.of(System.getProperty("perennial.home", "")).toAbsolutePath();
      var options = Options.parse(home, arguments);
      return switch (options.command()) {
        case TRAIN -> train(options);
        case TRAIN_IF_STALE -> hasStaleCache(options) ? train(options) : OK;
        case UP -> up(options);
      };
    } catch (StartupException | ManifestException e) {
      System.err.println("Perennial cannot start: " + e.getMessage());
      return CANNOT_START;
    }
  }

  private static boolean hasStaleCache(Options options) {
    AotCaches caches = caches(options);
    return Manifests.read(options.home()).services().stream()
        .anyMatch(service -> caches.whyUnusable(service.function()).isPresent());
  }

  private static int train(Options options) throws InterruptedException {
    // Report a port or data directory in use before a minute of training, not after it.
    platform(options, caches(options)).check();
    try {
      new Training(options.home(), System.out::println, InstantSource.system()).run();
      return OK;
    } catch (TrainingException e) {
      System.err.println(
          "The training failed, so functions start without an AOT cache: " + e.getMessage());
      return FAILED;
    }
  }

  private static int up(Options options) throws InterruptedException {
    AotCaches caches = caches(options);
    Platform platform = platform(options, caches);
    platform.closeWithThisProcess();
    try {
      URI gateway = platform.start();
      printMissingCaches(options, caches);
      printDebuggers(options);
      printReady(gateway);
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
    new CountDownLatch(1).await();
    return OK;
  }

  private static AotCaches caches(Options options) {
    return new AotCaches(new FunctionFiles(options.home()), System.out::println);
  }

  private static Platform platform(Options options, AotCaches caches) {
    requireFunctions(options);
    return new Platform(
        options,
        System.out::println,
        function ->
            options.debug().containsKey(function)
                ? debugger(options.debug().get(function))
                : caches.optionsToUse(function),
        Serving.GRACE);
  }

  /** Without an AOT cache, which the JVM may refuse beside a debugger. */
  private static List<String> debugger(int port) {
    return List.of(
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port);
  }

  private static void requireFunctions(Options options) {
    var known =
        Manifests.read(options.home()).services().stream().map(Service::function).sorted().toList();
    for (String function : new TreeSet<>(options.debug().keySet())) {
      if (!known.contains(function)) {
        throw new StartupException(
            "--debug: there is no function \"%s\"; the functions are %s"
                .formatted(function, String.join(", ", known)));
      }
    }
  }

  /** Also digests every build once, so that the starts of functions need not do it. */
  private static void printMissingCaches(Options options, AotCaches caches) {
    Manifests.read(options.home()).services().stream()
        .map(Service::function)
        .filter(function -> !options.debug().containsKey(function))
        .forEach(caches::optionsToUse);
  }

  private static void printDebuggers(Options options) {
    options
        .debug()
        .forEach(
            (function, port) ->
                System.out.printf(
                    "  %s: accepts a debugger on 127.0.0.1:%d while it runs%n", function, port));
  }

  private static void printReady(URI address) {
    System.out.printf(
        """
        Perennial is ready at %1$s
        That is the address of the app, for a browser. The API, by hand:
          TOKEN=$(curl -s '%1$s/local/token?user=ada')
          TASK=$(curl -s %1$s/v1/tasks -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
        -d '{"title": "Water the plants", "due": {"date": "%2$s"}, "recurrence": {"frequency": "daily"}}' \
        | tee /dev/stderr | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
          curl -s -X POST %1$s/v1/tasks/$TASK/complete -H "Authorization: Bearer $TOKEN"
        Captured messages: %1$s/local/mail and %1$s/local/push. Status: %1$s/local/status
        """,
        address, LocalDate.now(ZoneId.systemDefault()));
  }
}
