package dev.perennial.api.response;

import org.jspecify.annotations.Nullable;

/** Writes the cells of comma-separated values (RFC 4180). */
public final class CsvText {

  private CsvText() {}

  /**
   * A cell with this value; empty for null. What a spreadsheet would evaluate as a formula gets an
   * apostrophe in front, because users choose such texts.
   */
  public static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    String escaped = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
    return escaped.matches("(?s).*[\",\\r\\n].*")
        ? '"' + escaped.replace("\"", "\"\"") + '"'
        : escaped;
  }
}
