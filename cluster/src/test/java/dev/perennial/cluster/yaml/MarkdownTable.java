package dev.perennial.cluster.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/**
 * The cells of the first table below a heading, without back-ticks and without its head; no rows if
 * there is no table.
 */
public record MarkdownTable(List<List<String>> rows) {

  /**
   * @param file below the root of the project
   * @throws IllegalArgumentException if there is no such heading
   */
  public static MarkdownTable in(String file, String heading) {
    List<String> lines = lines(file);
    if (!lines.contains(heading)) {
      throw new IllegalArgumentException(file + " has no heading " + heading);
    }
    return new MarkdownTable(
        lines.stream()
            .dropWhile(line -> !line.equals(heading))
            .skip(1)
            .takeWhile(line -> !line.startsWith("#"))
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .map(MarkdownTable::cells)
            .toList());
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Rendered.PROJECT_ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.replace("`", "").substring(1).split("\\|"))
        .map(String::strip)
        .toList();
  }
}
