package dev.perennial.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Names and values chosen once and kept in a file only its owner can read. */
public final class StoredValues {

  private final Path file;
  private final Properties values = new Properties();

  public StoredValues(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        values.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The value kept under this name, if it still serves; otherwise a new one, which is kept. */
  public synchronized String get(String name, Predicate<String> serves, Supplier<String> choose) {
    var kept = values.getProperty(name);
    if (kept != null && serves.test(kept)) {
      return kept;
    }
    var chosen = choose.get();
    values.setProperty(name, chosen);
    save();
    return chosen;
  }

  private void save() {
    var text = new StringWriter();
    try {
      values.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    OwnerOnlyFile.write(file, text.toString());
  }
}
