package dev.perennial.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The first table below a heading of a Markdown text: its rows, each by the names of its columns.
 */
record ReadmeTable(List<Map<String, TreeSet<String>>> rows) {

  /**
   * Cells are read as sets of words: separated by commas, without back-ticks; a dash is none.
   *
   * @throws IllegalArgumentException if there is no such heading, or no table below it
   */
  static ReadmeTable below(String heading, String markdown) {
    List<String> section =
        markdown.lines().dropWhile(line -> !line.equals(heading)).skip(1).toList();
    List<List<String>> table =
        section.stream()
            .takeWhile(line -> !line.startsWith("#"))
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .map(ReadmeTable::cells)
            .toList();
    if (table.size() < 3) {
      throw new IllegalArgumentException(
          "README.md has no table with rows below '" + heading + "'");
    }
    List<Map<String, TreeSet<String>>> rows = new ArrayList<>();
    for (List<String> cells : table.subList(2, table.size())) {
      rows.add(row(table.getFirst(), cells));
    }
    return new ReadmeTable(rows);
  }

  private static Map<String, TreeSet<String>> row(List<String> names, List<String> cells) {
    Map<String, TreeSet<String>> row = new HashMap<>();
    for (int column = 0; column < names.size(); column++) {
      row.put(names.get(column), words(cells.get(column)));
    }
    return row;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  private static TreeSet<String> words(String cell) {
    TreeSet<String> words = new TreeSet<>(Arrays.asList(cell.replace("`", "").split("\\s*,\\s*")));
    words.removeAll(List.of("", "-", "–"));
    return words;
  }
}
