package dev.perennial.auditsink.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.response.CsvText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comma-separated values with a header line (RFC 4180). */
record CsvWriter(List<Column> columns) implements EntryWriter {

  /** A column; the value is null where an entry has none. */
  record Column(String name, Function<OpenedEntry, @Nullable Object> value) {}

  @Override
  public void begin(OutputStream out) throws IOException {
    line(columns.stream().map(Column::name).collect(Collectors.joining(",")), out);
  }

  @Override
  public void write(OpenedEntry entry, OutputStream out) throws IOException {
    line(
        columns.stream()
            .map(column -> CsvText.cell(column.value().apply(entry)))
            .collect(Collectors.joining(",")),
        out);
  }

  private static void line(String text, OutputStream out) throws IOException {
    out.write((text + "\r\n").getBytes(UTF_8));
  }
}
