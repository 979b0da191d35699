package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of time zones in Windows, by Unicode CLDR. */
final class WindowsZones {

  /** Loaded on first use. */
  private static final class Table {

    private static final Map<String, String> IANA = read();

    private static Map<String, String> read() {
      try (var lines =
          new BufferedReader(
              new InputStreamReader(
                  Objects.requireNonNull(
                      WindowsZones.class.getResourceAsStream("windows-zones.txt")),
                  UTF_8))) {
        return lines
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("="))
            .collect(Collectors.toMap(line -> line[0].toUpperCase(Locale.ROOT), line -> line[1]));
      } catch (IOException fault) {
        throw new UncheckedIOException("windows-zones.txt cannot be read", fault);
      }
    }
  }

  private WindowsZones() {}

  /** The name of the IANA zone; empty if there is no such name in Windows. */
  static Optional<String> zone(String name) {
    return Optional.ofNullable(Table.IANA.get(name.toUpperCase(Locale.ROOT)));
  }

  /** The names of the IANA zones, most of which stand for several with the same rules. */
  static Stream<String> iana() {
    return Table.IANA.values().stream().distinct().sorted();
  }
}
