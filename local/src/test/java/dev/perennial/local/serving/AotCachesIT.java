package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCachesIT {

  private static final String NAME = "stand-in";

  @TempDir Path home;
  private FunctionFiles files;
  private AotCaches caches;

  @BeforeEach
  void build() throws IOException {
    files = new FunctionFiles(home);
    caches = new AotCaches(files);
    Files.createDirectories(files.libraries(NAME));
    Files.writeString(files.jar(NAME), "classes");
    Files.writeString(files.libraries(NAME).resolve("library.jar"), "more classes");
    Files.writeString(home.resolve(FunctionFiles.JVM_OPTIONS), "-XX:+UseSerialGC");
  }

  @Test
  void a_missing_cache_is_reported() {
    assertThat(caches.whyUnusable(NAME)).contains("no AOT cache");
    assertThat(caches.optionsToUse(NAME)).isEmpty();
  }

  @Test
  void a_cache_of_this_build_is_used() throws IOException {
    train();

    assertThat(caches.whyUnusable(NAME)).isEmpty();
    assertThat(caches.optionsToUse(NAME))
        .containsExactly("-XX:AOTCache=functions/stand-in/target/stand-in.aot");
  }

  @Test
  void a_cache_made_before_a_library_changed_is_not_used() throws IOException {
    train();

    Files.writeString(
        files.libraries(NAME).resolve("library.jar"), "other classes, and more of them");

    assertThat(caches.whyUnusable(NAME)).contains("the AOT cache was made from another build");
    assertThat(caches.optionsToUse(NAME)).isEmpty();
  }

  @Test
  void a_cache_made_with_other_jvm_options_is_not_used() throws IOException {
    train();

    Files.writeString(home.resolve(FunctionFiles.JVM_OPTIONS), "-XX:+UseG1GC");

    assertThat(caches.whyUnusable(NAME)).isPresent();
  }

  @Test
  void a_cache_made_with_other_jvm_options_of_the_function_is_not_used() throws IOException {
    train();

    Files.writeString(home.resolve("functions/stand-in/jvm.options"), "-Xmx1g");

    assertThat(files.jvmOptions(NAME)).hasSize(2);
    assertThat(caches.whyUnusable(NAME)).isPresent();
  }

  @Test
  void a_deleted_cache_is_not_used() throws IOException {
    train();

    caches.delete(NAME);

    assertThat(files.cache(NAME)).doesNotExist();
    assertThat(caches.whyUnusable(NAME)).contains("no AOT cache");
  }

  private void train() throws IOException {
    Files.writeString(files.cache(NAME), "cache");
    caches.markUsable(NAME);
  }
}
