package dev.perennial.taskapi.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * 100 inputs made by hand, from the files in the folder {@code corpus} of the test resources, and
 * 300 that are generated, the same in every run.
 *
 * <p>In the files <code>{U+0041}</code> is a character, <code>{LF}</code> the end of a line, and
 * <code>{{a#*3}}</code> is {@code a0a1a2}.
 */
public final class Corpus {

  private static final long SEED = 42;
  private static final int CALENDARS = 146;
  private static final int LINES = 77;
  private static final int BODIES = 77;

  private static final Pattern REPEATED = Pattern.compile("\\{\\{(.*?)\\*(\\d+)}}");
  private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4,6})}");

  private Corpus() {}

  /**
   * An input.
   *
   * @param name what it is, or the seed that generates it
   */
  public record Case(String name, String text) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** Calendars with VTODOs. */
  public static List<Case> calendars() {
    return all(calendarsMadeByHand(), CALENDARS, random -> new HostileCalendar(random).text());
  }

  /** Lines of quick-add. */
  public static List<Case> lines() {
    return all(eachLine("lines.txt"), LINES, HostileLine::of);
  }

  /** Bodies of requests that create a task. */
  public static List<Case> bodies() {
    return all(eachLine("bodies.txt"), BODIES, random -> new HostileBody(random).text());
  }

  private static List<Case> all(
      List<Case> madeByHand, int generated, Function<Random, String> generator) {
    return Stream.concat(
            madeByHand.stream(),
            IntStream.range(0, generated)
                .mapToObj(
                    i -> new Case("seed " + (SEED + i), generator.apply(new Random(SEED + i)))))
        .toList();
  }

  private static List<Case> eachLine(String file) {
    return read(file).lines().map(line -> new Case(line, unescaped(line))).toList();
  }

  private static List<Case> calendarsMadeByHand() {
    List<Case> cases = new ArrayList<>();
    for (String part : read("calendars.txt").split("(?m)^= ")) {
      if (!part.isBlank()) {
        String[] nameAndText = part.split("\n", 2);
        cases.add(new Case(nameAndText[0], calendar(unescaped(nameAndText[1]))));
      }
    }
    return cases;
  }

  static String calendar(String content) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\n" + content + "END:VCALENDAR\n";
  }

  private static String unescaped(String text) {
    String repeated =
        REPEATED
            .matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        IntStream.range(0, Integer.parseInt(match.group(2)))
                            .mapToObj(i -> match.group(1).replace("#", Integer.toString(i)))
                            .reduce("", String::concat)));
    return CHARACTER
        .matcher(repeated)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))))
        .replace("{LF}", "\n");
  }

  private static String read(String file) {
    try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
