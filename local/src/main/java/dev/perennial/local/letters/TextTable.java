package dev.perennial.local.letters;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of text that is no wider than the terminal: the widest columns are cut, except the first
 * one, whose ids are copied into other commands.
 */
final class TextTable {

  private static final int GAP = 2;
  private static final int NARROWEST = 8;
  private static final String CUT = "…";

  private TextTable() {}

  /** The lines of the table, the names of the columns first. */
  static String of(List<String> names, List<List<String>> rows, int width) {
    int[] widths = new int[names.size()];
    for (int column = 0; column < widths.length; column++) {
      int index = column;
      widths[column] =
          rows.stream()
              .mapToInt(row -> row.get(index).length())
              .reduce(names.get(column).length(), Math::max);
    }
    fit(widths, width);
    return line(names, widths)
        + rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static void fit(int[] widths, int width) {
    int available = width - GAP * (widths.length - 1);
    while (IntStream.of(widths).sum() > available) {
      int widest =
          IntStream.range(1, widths.length)
              .boxed()
              .max(Comparator.comparingInt(column -> widths[column]))
              .orElse(0);
      if (widest == 0 || widths[widest] <= NARROWEST) {
        return;
      }
      widths[widest]--;
    }
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
            .mapToObj(column -> cell(cells.get(column), widths[column]))
            .collect(Collectors.joining(" ".repeat(GAP)))
            .stripTrailing()
        + "\n";
  }

  private static String cell(String text, int width) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() > width
        ? line.substring(0, width - 1) + CUT
        : line + " ".repeat(width - line.length());
  }
}
