package dev.perennial.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Values by name, created once and stored in a file that only its owner can read. Thread-safe. */
public final class StoredValues {

  private final Path file;
  private final Properties values = new Properties();

  public StoredValues(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (BufferedReader in = Files.newBufferedReader(file)) {
        values.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the stored value if it is still valid; otherwise creates and stores a new one. */
  public synchronized String getOrCreate(
      String name, Predicate<String> isValid, Supplier<String> create) {
    String stored = values.getProperty(name);
    if (stored != null && isValid.test(stored)) {
      return stored;
    }
    String created = create.get();
    values.setProperty(name, created);
    save();
    return created;
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
