package dev.perennial.local.training;

import dev.perennial.embedded.Ports;
import dev.perennial.local.infra.DataDirectory;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.platform.Options;
import dev.perennial.local.platform.Platform;
import dev.perennial.local.serving.AotCaches;
import dev.perennial.local.serving.FunctionFiles;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Creates the functions' ahead-of-time caches: starts a whole system on temporary data, sends it
 * the requests of a journey and stops it, upon which each function's JVM writes its cache. So each
 * function gets the events of its own Triggers, and the API's functions their ordinary requests: a
 * JVM loads all classes of its cache at every start, used or not.
 */
public final class Training {

  /**
   * Includes a second JVM that the first one starts at exit to write the cache. All functions write
   * at the same time, and other work may need the processor: this ends only what hangs.
   */
  private static final Duration CACHE_WRITE_TIMEOUT = Duration.ofMinutes(15);

  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(5);

  private static final long MEGABYTE = 1 << 20;

  private final Path home;
  private final Consumer<String> progress;
  private final InstantSource clock;
  private final FunctionFiles files;
  private final AotCaches caches;
  private final List<String> functions;

  public Training(Path home, Consumer<String> progress, InstantSource clock) {
    this.home = home;
    this.clock = clock;
    this.progress = progress;
    this.files = new FunctionFiles(home);
    this.caches = new AotCaches(files, progress);
    this.functions = Manifests.read(home).services().stream().map(Service::function).toList();
  }

  /** Recreates every cache. Caches of other builds are deleted when there is a new one. */
  public void run() throws TrainingException, InterruptedException {
    progress.accept("Creating the AOT caches of the functions, once for each build");
    functions.forEach(caches::discardRecorded);
    try {
      Path data = Files.createTempDirectory("perennial-training");
      record(data);
      DataDirectory.delete(data);
      for (String function : functions) {
        validate(function);
      }
    } catch (IOException e) {
      throw new TrainingException(e);
    }
  }

  private void record(Path data) throws IOException, InterruptedException, TrainingException {
    Options options =
        Options.defaults(home).withPort(Ports.free()).withData(data).withIdle(Duration.ofHours(1));
    try (var platform =
        new Platform(options, line -> {}, caches::optionsToRecord, CACHE_WRITE_TIMEOUT)) {
      platform.closeWithThisProcess();
      progress.accept("  starting a system on temporary data");
      URI gateway = platform.start();
      progress.accept("  sending requests");
      Journey.read(home.resolve("local/training.json")).run(gateway, clock);
      new Quiescence(gateway).await();
      progress.accept("  writing the caches");
    }
  }

  private void validate(String function)
      throws IOException, InterruptedException, TrainingException {
    if (!Files.exists(files.recordedCache(function))) {
      throw new TrainingException(
          "%s wrote no AOT cache within %d minutes"
              .formatted(function, CACHE_WRITE_TIMEOUT.toMinutes()));
    }
    if (!isAccepted(function)) {
      caches.discardRecorded(function);
      throw new TrainingException("the JVM rejects the AOT cache of " + function);
    }
    Path cache =
        caches
            .keepRecorded(function)
            .orElseThrow(
                () -> new TrainingException(function + " was rebuilt during its training"));
    progress.accept("  %s (%d MB)".formatted(cache.getFileName(), Files.size(cache) / MEGABYTE));
  }

  /**
   * Runs {@code --version} with the function's options and {@code -XX:AOTMode=on}, which fails if
   * the JVM rejects the cache.
   */
  private boolean isAccepted(String function) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = files.relativeToHome(files.jar(function)).toString();
    String cache = "-XX:AOTCache=" + files.relativeToHome(files.recordedCache(function));
    var command = new ArrayList<String>(List.of(java));
    command.addAll(files.jvmArguments(function));
    command.addAll(List.of("-XX:AOTMode=on", cache, "-cp", jar, "--version"));
    Process check =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    if (!check.waitFor(CHECK_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      check.destroyForcibly();
      return false;
    }
    return check.exitValue() == 0;
  }
}
