package dev.perennial.cluster.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program that these tests need. */
public final class Command {

  private static final long LONGEST_MINUTES = 5;

  private Command() {}

  /**
   * How a program ended.
   *
   * @param output of both streams
   */
  public record Result(int exit, String output) {}

  /**
   * Returns what the program prints.
   *
   * @throws IllegalStateException if it is not installed, or fails: with what it said
   */
  public static String run(Path directory, List<String> command) {
    return run(directory, command, Map.of());
  }

  /**
   * @param environment what is added to the environment of this process
   */
  public static String run(Path directory, List<String> command, Map<String, String> environment) {
    Result result = attempt(directory, command, environment);
    if (result.exit() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + result.output());
    }
    return result.output();
  }

  /**
   * @throws IllegalStateException if the program is not installed, or takes longer than five
   *     minutes
   */
  public static Result attempt(
      Path directory, List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = start(builder);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " does not end");
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.redirectErrorStream(true).start();
    } catch (IOException absent) {
      throw new IllegalStateException(
          ("%s cannot be started (%s). The tests of the module cluster need kubectl, openssl and"
                  + " terraform: install them, or leave the module out with -pl '!cluster'.")
              .formatted(builder.command().getFirst(), absent.getMessage()),
          absent);
    }
  }
}
