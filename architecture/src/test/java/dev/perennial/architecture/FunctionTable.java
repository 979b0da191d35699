package dev.perennial.architecture;

import dev.perennial.events.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** README.md's table of the functions: what each may do. */
record FunctionTable(ReadmeTable table) {

  private static final String HEADING = "## Functions";

  /**
   * Publishes what other functions could not publish before they ended, so it writes to all their
   * topics.
   */
  private static final String PUBLISHES_FOR_OTHERS = "reminder-scheduler";

  static FunctionTable ofReadme() throws IOException {
    return new FunctionTable(
        ReadmeTable.below(HEADING, Files.readString(Path.of("..", "README.md"))));
  }

  SortedSet<String> functions() {
    return new TreeSet<>(column("function").keySet());
  }

  /** The functions with a database role and a Kafka user. */
  SortedSet<String> withLogins() {
    return functions().stream()
        .filter(function -> !reads(function).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  SortedSet<String> reads(String function) {
    return column("reads").get(function);
  }

  SortedSet<String> writes(String function) {
    return column("writes").get(function);
  }

  /** The topics that the function may write to. */
  SortedSet<String> topics(String function) {
    return function.equals(PUBLISHES_FOR_OTHERS)
        ? functions().stream()
            .flatMap(each -> emitsTo(each).stream())
            .collect(Collectors.toCollection(TreeSet::new))
        : emitsTo(function);
  }

  private SortedSet<String> emitsTo(String function) {
    return column("emits").get(function).stream()
        .map(type -> EventType.named(type).orElseThrow().topic())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, SortedSet<String>> column(String name) {
    Map<String, SortedSet<String>> column = new TreeMap<>();
    table.rows().forEach(row -> column.put(row.get("function").first(), row.get(name)));
    return column;
  }
}
