package dev.perennial.usage.price;

import dev.perennial.runtime.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All price books: those that are shipped, and those of the operator, which replace them by name.
 */
public final class PriceBooks {

  /** The book that prices are shown by, if a request names none. */
  public static final String DEFAULT = "own-cluster";

  private static final List<String> SHIPPED =
      List.of("own-cluster", "aws-lambda", "cloud-run", "azure-container-apps");

  /** Between the documents of a YAML file. */
  private static final String SEPARATOR = "\n---\n";

  private final Map<String, PriceBook> books;

  private PriceBooks(Map<String, PriceBook> books) {
    this.books = books;
  }

  /** Reads what {@link #yaml} returned. */
  public static PriceBooks stored(String yaml) {
    Map<String, PriceBook> books = new TreeMap<>();
    for (String one : List.of(yaml.split(SEPARATOR, -1))) {
      add(PriceBookFile.parse("stored", one), books);
    }
    return new PriceBooks(books);
  }

  /** All books as documents of one YAML file. */
  public String yaml() {
    return books.values().stream().map(PriceBook::yaml).collect(Collectors.joining(SEPARATOR));
  }

  /**
   * Reads the shipped books and the YAML files in {@code PRICE_BOOKS_DIRECTORY}, if it is set.
   *
   * @throws IllegalArgumentException if a file is no price book
   */
  public static PriceBooks from(Settings settings) {
    Map<String, PriceBook> books = new TreeMap<>();
    SHIPPED.forEach(name -> add(shipped(name), books));
    String directory = settings.optional("PRICE_BOOKS_DIRECTORY", "");
    if (!directory.isEmpty()) {
      ofOperator(Path.of(directory)).forEach(book -> add(book, books));
    }
    return new PriceBooks(books);
  }

  private static void add(PriceBook book, Map<String, PriceBook> books) {
    books.put(book.id(), book);
  }

  private static PriceBook shipped(String name) {
    String file = "/prices/" + name + ".yaml";
    try (InputStream in = PriceBooks.class.getResourceAsStream(file)) {
      byte[] yaml = Objects.requireNonNull(in, file).readAllBytes();
      return PriceBookFile.parse(file, new String(yaml, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<PriceBook> ofOperator(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(PriceBooks::read)
          .toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "PRICE_BOOKS_DIRECTORY: the directory " + directory + " cannot be read", e);
    }
  }

  private static PriceBook read(Path file) {
    try {
      return PriceBookFile.parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Collection<PriceBook> all() {
    return books.values();
  }

  /** The book that prices are shown by, if nothing else is asked for. */
  public PriceBook byDefault() {
    return Objects.requireNonNull(books.get(DEFAULT), DEFAULT);
  }

  public Optional<PriceBook> named(String id) {
    return Optional.ofNullable(books.get(id));
  }

  /** When any book has other prices than before, except from the beginning of a book. */
  public List<Instant> changes() {
    return books.values().stream()
        .flatMap(book -> book.versions().stream().skip(1))
        .map(PriceBook.Version::validFrom)
        .distinct()
        .sorted()
        .toList();
  }

  /** These instants as the text of an array in Postgres. */
  public static String array(List<Instant> changes) {
    return changes.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
