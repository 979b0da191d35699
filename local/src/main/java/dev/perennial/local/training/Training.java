package dev.perennial.local.training;

import dev.perennial.embedded.Ports;
import dev.perennial.local.Options;
import dev.perennial.local.Platform;
import dev.perennial.local.infra.DataDirectory;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Service;
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
 * Makes the functions' ahead-of-time caches: runs a whole system on data of its own, drives a
 * journey through it, and stops it, upon which each function's JVM writes what it has learned.
 */
public final class Training {

  /** A JVM starts another one at its end, which writes the cache. */
  private static final Duration CACHE_WRITE_TIMEOUT = Duration.ofSeconds(120);

  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(30);

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
    this.caches = new AotCaches(files);
    this.functions = Manifests.read(home).services().stream().map(Service::function).toList();
  }

  /** Makes every cache anew. */
  public void run() throws TrainingException, InterruptedException {
    progress.accept("Training the functions, so that they start faster (once a build)");
    functions.forEach(caches::delete);
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
      progress.accept("  starting a system on data of its own");
      URI gateway = platform.start();
      progress.accept("  going through the journey");
      Journey.read(home.resolve("local/training.json")).run(gateway, clock);
      new Quiescence(gateway).await();
      progress.accept("  writing the caches");
    }
  }

  private void validate(String function)
      throws IOException, InterruptedException, TrainingException {
    Path cache = files.cache(function);
    if (!Files.exists(cache) || !isAccepted(function)) {
      caches.delete(function);
      throw new TrainingException("the JVM does not take the cache of " + function);
    }
    caches.markUsable(function);
    progress.accept("  %s (%d MB)".formatted(cache.getFileName(), Files.size(cache) / MEGABYTE));
  }

  /**
   * Starts the JVM as the function's, but told to fail without the cache, and only to say its
   * version.
   */
  private boolean isAccepted(String function) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = files.relativeToHome(files.jar(function)).toString();
    String cache = "-XX:AOTCache=" + files.relativeToHome(files.cache(function));
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
