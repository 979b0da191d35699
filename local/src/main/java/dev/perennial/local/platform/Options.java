package dev.perennial.local.platform;

import dev.perennial.embedded.StartupException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of the command line.
 *
 * @param command to execute
 * @param home the project's root
 * @param port of the gateway
 * @param data the data directory
 * @param fresh whether to start from an empty data directory
 * @param idle time without a request after which a function is stopped
 * @param settings additional environment variables of the functions
 * @param debug the loopback port of the debugger, by function
 * @param plain whether Postgres and Kafka have no TLS, and Kafka no identities
 */
public record Options(
    Command command,
    Path home,
    int port,
    Path data,
    boolean fresh,
    Duration idle,
    Map<String, String> settings,
    Map<String, Integer> debug,
    boolean plain) {

  private static final int DEFAULT_PORT = 8080;
  private static final int HIGHEST_PORT = 65_535;
  private static final Duration DEFAULT_IDLE = Duration.ofSeconds(60);
  private static final Pattern SETTING = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  /** The commands of the platform. */
  public enum Command {
    UP,
    /** Recreate the functions' ahead-of-time caches. */
    TRAIN,
    /** Recreate them if one is missing or was made from another build. */
    TRAIN_IF_STALE
  }

  /** Returns the options of {@code ./run} without arguments. */
  public static Options defaults(Path home) {
    return new Options(
        Command.UP,
        home,
        DEFAULT_PORT,
        home.resolve(".perennial"),
        false,
        DEFAULT_IDLE,
        Map.of(),
        Map.of(),
        false);
  }

  /**
   * Reads a command line.
   *
   * @throws StartupException if an option is unknown or its value is invalid
   */
  public static Options parse(Path home, List<String> arguments) {
    Options options = defaults(home);
    var remaining = new ArrayDeque<>(arguments);
    if ("train".equals(remaining.peek())) {
      remaining.pop();
      options = options.withCommand(Command.TRAIN);
    }
    while (!remaining.isEmpty()) {
      options = options.with(remaining.pop(), remaining);
    }
    return options;
  }

  private Options with(String option, Deque<String> remaining) {
    return switch (option) {
      case "--port" -> withPort(port(option, value(option, remaining)));
      case "--data" -> withData(Path.of(value(option, remaining)));
      case "--fresh" -> new Options(command, home, port, data, true, idle, settings, debug, plain);
      case "--idle" -> withIdle(duration(value(option, remaining)));
      case "--set" -> withSetting(value(option, remaining));
      case "--if-stale" -> onlyIfStale();
      case "--plain" -> new Options(command, home, port, data, fresh, idle, settings, debug, true);
      case "--debug" -> withDebug(value(option, remaining));
      default ->
          throw new StartupException("unknown option %s; see ./run --help".formatted(option));
    };
  }

  private Options onlyIfStale() {
    if (command == Command.UP) {
      throw new StartupException("--if-stale is an option of ./run train; see ./run --help");
    }
    return withCommand(Command.TRAIN_IF_STALE);
  }

  private static String value(String option, Deque<String> remaining) {
    if (remaining.isEmpty()) {
      throw new StartupException(option + " needs a value; see ./run --help");
    }
    return remaining.pop();
  }

  private static int port(String option, String text) {
    if (text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= HIGHEST_PORT) {
      return Integer.parseInt(text);
    }
    throw new StartupException(
        "%s takes a port from 1 to %d, not \"%s\"".formatted(option, HIGHEST_PORT, text));
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new StartupException(
          "--idle takes a duration such as 500ms, 60s or 5m, not \"%s\"".formatted(text));
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private Options withSetting(String text) {
    Matcher matcher = SETTING.matcher(text);
    if (!matcher.matches()) {
      throw new StartupException(
          "--set takes a variable such as RATE_LIMIT_BURST=500, not \"%s\"".formatted(text));
    }
    var more = new TreeMap<>(settings);
    more.put(matcher.group(1), matcher.group(2));
    return new Options(command, home, port, data, fresh, idle, Map.copyOf(more), debug, plain);
  }

  private Options withDebug(String text) {
    String[] parts = text.split("=", 2);
    if (parts.length < 2 || parts[0].isEmpty()) {
      throw new StartupException(
          "--debug takes a function and a port such as task-api=5005, not \"%s\"".formatted(text));
    }
    var more = new TreeMap<>(debug);
    more.put(parts[0], port("--debug", parts[1]));
    return new Options(command, home, port, data, fresh, idle, settings, Map.copyOf(more), plain);
  }

  public Options withCommand(Command newCommand) {
    return new Options(newCommand, home, port, data, fresh, idle, settings, debug, plain);
  }

  public Options withPort(int newPort) {
    return new Options(command, home, newPort, data, fresh, idle, settings, debug, plain);
  }

  public Options withData(Path newData) {
    return new Options(command, home, port, newData, fresh, idle, settings, debug, plain);
  }

  public Options withIdle(Duration newIdle) {
    return new Options(command, home, port, data, fresh, newIdle, settings, debug, plain);
  }
}
