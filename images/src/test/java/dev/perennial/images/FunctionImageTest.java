package dev.perennial.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FunctionImageTest {

  @TempDir Path directory;

  @Test
  void two_builds_of_equal_input_give_the_same_digest() throws Exception {
    String first = build("first", "third", Instant.parse("2026-01-01T00:00:00Z"));
    String second = build("second", "third", Instant.parse("2026-02-02T00:00:00Z"));

    assertThat(second).isEqualTo(first).startsWith("sha256:");
    assertThat(directory.resolve("first/image.tar"))
        .hasSameBinaryContentAs(directory.resolve("second/image.tar"));
  }

  @Test
  void a_changed_library_changes_the_digest() throws Exception {
    assertThat(build("second", "other", Instant.EPOCH))
        .isNotEqualTo(build("first", "third", Instant.EPOCH));
  }

  @Test
  void the_image_is_a_layout_that_runs_java_as_an_ordinary_user() throws Exception {
    String digest = build("first", "third", Instant.EPOCH);

    Map<String, byte[]> files = read(directory.resolve("first/image.tar"));
    assertThat(files).containsKeys("oci-layout", "index.json");
    JsonNode index = JsonMapper.shared().readTree(files.get("index.json"));
    assertThat(index.at("/manifests/0/digest").asString()).isEqualTo(digest);
    JsonNode manifest = blob(files, digest);
    // Base, runtime, libraries, application.
    assertThat(manifest.at("/layers").size()).isEqualTo(4);
    JsonNode config = blob(files, manifest.at("/config/digest").asString()).at("/config");
    assertThat(config.at("/User").asString()).isEqualTo("65532:65532");
    assertThat(config.at("/Entrypoint").values().stream().map(JsonNode::asString))
        .containsExactly("/opt/java/bin/java", "-Xmx80m", "-jar", "hello.jar");
  }

  @Test
  void a_function_that_is_not_built_is_refused_with_its_jar_named() {
    var image = new FunctionImage("hello", directory, directory, directory, List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> image.write(directory.resolve("image.tar"), directory))
        .withMessageContaining("hello.jar is missing");
  }

  private String build(String name, String library, Instant modified) throws Exception {
    Path home = directory.resolve(name);
    Path lib = Files.createDirectories(home.resolve("target/lib"));
    jar(home.resolve("target/hello.jar"), "dev/perennial/Hello.class", modified);
    jar(lib.resolve("ours.jar"), "dev/perennial/Ours.class", modified);
    jar(lib.resolve("third.jar"), "org/" + library + "/Third.class", modified);
    Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
    Files.writeString(java, "java");
    Files.setLastModifiedTime(java, FileTime.from(modified));
    fileSystem(home.resolve("rootfs.tar"));
    BaseImage.write(home.resolve("rootfs.tar"), "amd64", home.resolve("base.tar"));
    return new FunctionImage(
            "hello",
            home.resolve("base.tar"),
            home.resolve("runtime"),
            home.resolve("target"),
            List.of("-Xmx80m"))
        .write(home.resolve("image.tar"), home.resolve("work"));
  }

  private static void jar(Path file, String entry, Instant modified) throws IOException {
    try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
      var content = new ZipEntry(entry);
      content.setTime(0);
      jar.putNextEntry(content);
    }
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private static void fileSystem(Path file) throws IOException {
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      var link = new TarArchiveEntry("lib", TarArchiveEntry.LF_SYMLINK);
      link.setLinkName("usr/lib");
      link.setModTime(0);
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
  }

  private static Map<String, byte[]> read(Path file) throws IOException {
    var files = new HashMap<String, byte[]>();
    try (var tar = new TarArchiveInputStream(Files.newInputStream(file))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.put(entry.getName(), tar.readAllBytes());
      }
    }
    return files;
  }

  private static JsonNode blob(Map<String, byte[]> files, String digest) {
    return JsonMapper.shared().readTree(files.get("blobs/" + digest.replace(':', '/')));
  }
}
