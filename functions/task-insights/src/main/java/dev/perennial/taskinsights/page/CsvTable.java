package dev.perennial.taskinsights.page;

import dev.perennial.api.response.CsvText;
import dev.perennial.taskinsights.page.InsightsPage.Figures;
import dev.perennial.taskinsights.page.InsightsPage.Item;
import dev.perennial.taskinsights.page.InsightsPage.Percentiles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The groups of a page as comma-separated values with a header line (RFC 4180). */
final class CsvTable {

  private static final List<String> COLUMNS =
      List.of(
          "created",
          "completed",
          "dueCompleted",
          "dueMissed",
          "completionRate",
          "onTime",
          "late",
          "lateSecondsP50",
          "lateSecondsP90",
          "secondsToCompleteP50",
          "secondsToCompleteP90");

  private CsvTable() {}

  /** A line for each group, whose first column has the name of the grouping. */
  static String of(InsightsPage page) {
    return Stream.concat(
            Stream.of(page.group() + "," + String.join(",", COLUMNS)),
            page.items().stream().map(CsvTable::line))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static String line(Item item) {
    Figures figures = item.figures();
    return cells(
        item.key(),
        figures.created(),
        figures.completed(),
        figures.due().completed(),
        figures.due().missed(),
        figures.due().rate(),
        figures.onTime(),
        figures.late(),
        p50(figures.lateSeconds()),
        p90(figures.lateSeconds()),
        p50(figures.secondsToComplete()),
        p90(figures.secondsToComplete()));
  }

  private static @Nullable Long p50(@Nullable Percentiles of) {
    return of == null ? null : of.p50();
  }

  private static @Nullable Long p90(@Nullable Percentiles of) {
    return of == null ? null : of.p90();
  }

  private static String cells(@Nullable Object... values) {
    return Arrays.stream(values).map(CsvText::cell).collect(Collectors.joining(","));
  }
}
