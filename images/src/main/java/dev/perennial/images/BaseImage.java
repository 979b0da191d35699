package dev.perennial.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.json.JsonMapper;

/** Wraps a file system as the one layer of an image archive, which Jib accepts as a base. */
final class BaseImage {

  private static final String LAYER = "layer.tar";
  private static final String CONFIG = "config.json";

  private BaseImage() {}

  /**
   * Writes the archive. The layer is the file system's tar itself, so that symbolic links, owners
   * and permissions stay as they are.
   *
   * @param fileSystem an uncompressed tar
   * @param architecture as OCI names it, such as {@code amd64}
   */
  static void write(Path fileSystem, String architecture, Path archive) throws IOException {
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      put(tar, CONFIG, config(architecture, sha256(fileSystem)));
      put(tar, "manifest.json", List.of(Map.of("Config", CONFIG, "Layers", List.of(LAYER))));
      tar.putArchiveEntry(entry(LAYER, Files.size(fileSystem)));
      Files.copy(fileSystem, tar);
      tar.closeArchiveEntry();
    }
  }

  private static Map<String, Object> config(String architecture, String diffId) {
    return Map.of(
        "architecture", architecture,
        "os", "linux",
        "config", Map.of(),
        "history", List.of(),
        "rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + diffId)));
  }

  private static void put(TarArchiveOutputStream tar, String name, Object content)
      throws IOException {
    byte[] json = JsonMapper.shared().writeValueAsString(content).getBytes(StandardCharsets.UTF_8);
    tar.putArchiveEntry(entry(name, json.length));
    tar.write(json);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, long size) {
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    return entry;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
