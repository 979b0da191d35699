package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.embedded.ChildProcesses;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts a real JVM with real caches, because JDK 25.0.3 accepts a cache of older jars. */
class RebuiltJarIT {

  private static final String NAME = "stand-in";

  @TempDir Path home;
  private final List<String> notices = new ArrayList<>();
  private FunctionFiles files;
  private AotCaches caches;

  @BeforeEach
  void build() throws IOException {
    files = new FunctionFiles(home);
    caches = new AotCaches(files, notices::add);
    Files.createDirectories(files.libraries(NAME));
    Files.createDirectories(home.resolve("logs"));
    Files.writeString(
        home.resolve(FunctionFiles.JVM_OPTIONS), "-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n");
    rebuildWithPrice("100");
    compile(files.jar(NAME), "Main", "static void main() { System.out.println(Price.NOW); }");
    start(caches::optionsToRecord);
    assertThat(caches.keepRecorded(NAME)).isPresent();
  }

  /** With this mode a JVM that refuses the cache does not start. */
  @Test
  void the_cache_of_this_build_is_accepted_by_the_jvm() {
    String output =
        start(
            function ->
                Stream.concat(caches.optionsToUse(function).stream(), Stream.of("-XX:AOTMode=on"))
                    .toList());

    assertThat(output).isEqualTo("100");
    assertThat(notices).isEmpty();
  }

  @Test
  void a_rebuilt_jar_runs_its_new_classes_with_the_cache_of_the_old_jar_beside_it()
      throws IOException {
    rebuildWithPrice("200");

    String output = start(caches::optionsToUse);

    assertThat(output).isEqualTo("200");
    assertThat(files.caches(NAME)).hasSize(1);
    assertThat(notices)
        .containsExactly(
            "  stand-in: its AOT cache is of other jars, JVM options or another JDK, starts without"
                + " one");
  }

  private void rebuildWithPrice(String price) throws IOException {
    compile(
        files.libraries(NAME).resolve("prices.jar"),
        "Price",
        "static final Integer NOW = %s;".formatted(price));
  }

  private String start(Function<String, List<String>> options) {
    try {
      var launcher =
          new JarLauncher(
              files,
              new Installation(Map.of(), Map.of(), home.resolve("mounts")),
              _ -> Map.of(),
              options,
              new ChildProcesses(Files.createDirectories(home.resolve("run"))),
              home.resolve("logs"));
      Path log = home.resolve("logs").resolve(NAME + ".log");
      Files.deleteIfExists(log);
      assertThat(launcher.launch(Services.aService(), 0).waitFor()).isZero();
      return Files.readString(log).lines().findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void compile(Path jar, String name, String members) throws IOException {
    Path source = home.resolve(name + ".java");
    Files.writeString(source, "class %s { %s }".formatted(name, members));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-d", home.toString(), "-cp", home.toString(), source.toString());
    assertThat(code).isZero();
    try (OutputStream out = Files.newOutputStream(jar);
        var entries = new JarOutputStream(out, manifest())) {
      entries.putNextEntry(new JarEntry(name + ".class"));
      entries.write(Files.readAllBytes(home.resolve(name + ".class")));
    }
  }

  private static Manifest manifest() {
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "Main");
    attributes.put(Attributes.Name.CLASS_PATH, "lib/prices.jar");
    return manifest;
  }
}
