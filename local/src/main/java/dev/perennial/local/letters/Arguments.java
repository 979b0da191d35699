package dev.perennial.local.letters;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words of a command line.
 *
 * @param options those with a value, by name without {@code --}
 * @param flags those without a value
 * @param words the others: ids, or {@code groups}
 */
record Arguments(Map<String, String> options, Set<String> flags, List<String> words) {

  /** The filters of letters, as the API names them. */
  static final List<String> FILTERS =
      List.of("function", "type", "reason", "owner", "state", "from", "to");

  private static final Set<String> FLAGS = Set.of("json", "yes", "dry-run", "effects");
  private static final Set<String> OTHERS =
      Set.of("port", "url", "limit", "per-second", "stop-at-failure-rate", "mode", "reason");

  /**
   * @throws CommandException for an option that there is not
   */
  static Arguments parse(List<String> arguments) {
    var options = new LinkedHashMap<String, String>();
    var flags = new TreeSet<String>();
    var words = new ArrayList<String>();
    var remaining = new ArrayDeque<>(arguments);
    while (!remaining.isEmpty()) {
      String argument = remaining.pop();
      if (!argument.startsWith("--")) {
        words.add(argument);
        continue;
      }
      String name = argument.substring(2);
      if (FLAGS.contains(name)) {
        flags.add(name);
      } else if (!FILTERS.contains(name) && !OTHERS.contains(name)) {
        throw new CommandException("unknown option " + argument + "; see ./run --help");
      } else if (remaining.isEmpty()) {
        throw new CommandException(argument + " needs a value; see ./run --help");
      } else {
        options.put(name, remaining.pop());
      }
    }
    return new Arguments(options, flags, words);
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /**
   * @throws CommandException if the value is no whole number
   */
  Optional<Integer> number(String name) {
    return option(name)
        .map(
            text -> {
              if (!text.matches("\\d{1,9}")) {
                throw new CommandException(
                    "--%s takes a whole number, not \"%s\"".formatted(name, text));
              }
              return Integer.valueOf(text);
            });
  }

  /** The gateway: {@code --url}, or that of {@code ./run} at {@code --port}. */
  URI gateway() {
    return URI.create(
        option("url").orElseGet(() -> "http://localhost:" + number("port").orElse(8080)));
  }
}
