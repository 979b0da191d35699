package dev.perennial.taskapi.corpus;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line of quick-add of words in an order that means nothing. */
final class HostileLine {

  private static final List<String> WORDS =
      List.of(
          "every",
          "every!",
          "day",
          "days",
          "week",
          "month",
          "year",
          "weekday",
          "other",
          "2",
          "0",
          "31",
          "32nd",
          "99999",
          "monday",
          "mon-fri",
          "first",
          "last",
          "of",
          "the",
          "and",
          ",",
          "except",
          "at",
          "9",
          "25:00",
          "9am",
          "13pm",
          "noon",
          "midnight",
          "in",
          "the",
          "morning",
          "from",
          "until",
          "for",
          "times",
          "tomorrow",
          "today",
          "next",
          "2026-02-30",
          "2026-12-01",
          "30.2.",
          "24/12",
          "feb",
          "29",
          "#tag",
          "#",
          "##",
          "p1",
          "p9",
          "!",
          "\"",
          "\u201c",
          "(",
          "water",
          "plants");

  private HostileLine() {}

  static String of(Random random) {
    String line =
        IntStream.range(0, 1 + random.nextInt(20))
            .mapToObj(
                _ ->
                    random.nextInt(12) == 0
                        ? HostileText.of(random)
                        : HostileText.one(random, WORDS))
            .collect(Collectors.joining(random.nextInt(5) == 0 ? "  " : " "));
    int length = Math.min(480, line.codePointCount(0, line.length()));
    return line.substring(0, line.offsetByCodePoints(0, length));
  }
}
