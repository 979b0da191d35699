package dev.perennial.local.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Digests everything that an ahead-of-time cache depends on: the JVM, its options, and the content
 * of the function's jars. Builds that differ in any of them have different digests.
 *
 * <p>A file is read when it is first digested, and again only if its inode, size or times have
 * changed. The change time also tells of a file that was replaced with its old size and
 * modification time, as reproducible builds do.
 */
final class BuildDigest {

  private static final int DIGITS = 16;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String IDENTITY = "unix:ino,size,lastModifiedTime,ctime";
  private static final List<String> RUNTIME =
      List.of("java.home", "java.vm.name", "java.vm.vendor", "java.vm.version", "os.arch");

  private final FunctionFiles files;
  private final Map<Path, Digested> digested = new ConcurrentHashMap<>();

  BuildDigest(FunctionFiles files) {
    this.files = files;
  }

  /**
   * Returns 16 hexadecimal digits.
   *
   * @throws UncheckedIOException if the function is not built
   */
  String of(String function) {
    MessageDigest digest = sha256();
    RUNTIME.forEach(property -> update(digest, System.getProperty(property)));
    files(function)
        .forEach(
            file -> {
              update(digest, files.relativeToHome(file).toString());
              update(digest, contentOf(file));
            });
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private List<Path> files(String function) {
    var all = new ArrayList<>(files.jvmOptions(function));
    all.add(files.jar(function));
    if (Files.exists(files.libraries(function))) {
      try (Stream<Path> libraries = Files.list(files.libraries(function))) {
        libraries.sorted().forEach(all::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  private String contentOf(Path file) {
    Map<String, Object> identity = identity(file);
    Digested known = digested.get(file);
    if (known == null || !known.identity().equals(identity)) {
      known = new Digested(identity, read(file));
      digested.put(file, known);
    }
    return known.content();
  }

  private static Map<String, Object> identity(Path file) {
    try {
      return Files.readAttributes(file, IDENTITY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns two checksums of different polynomials, which no change by accident leaves as they are.
   * For 300 MB of jars they take 0.1 s, SHA-256 without the second compiler 4 s.
   */
  private static String read(Path file) {
    var first = new CRC32();
    var second = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream content = Files.newInputStream(file)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        first.update(buffer, 0, read);
        second.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "%08x%08x".formatted(first.getValue(), second.getValue());
  }

  /** Ends each text, so that two texts never run together. */
  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private record Digested(Map<String, Object> identity, String content) {}
}
