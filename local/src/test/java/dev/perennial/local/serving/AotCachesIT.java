package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCachesIT {

  private static final String NAME = "stand-in";
  private static final String OTHER_BUILD =
      "  stand-in: its AOT cache is of other jars, JVM options or another JDK, starts without one";

  @TempDir Path home;
  private final List<String> notices = new ArrayList<>();
  private FunctionFiles files;
  private AotCaches caches;

  @BeforeEach
  void build() throws IOException {
    files = new FunctionFiles(home);
    caches = new AotCaches(files, notices::add);
    Files.createDirectories(files.libraries(NAME));
    Files.writeString(files.jar(NAME), "classes");
    Files.writeString(library(), "more classes");
    Files.writeString(home.resolve(FunctionFiles.JVM_OPTIONS), "-XX:+UseSerialGC");
  }

  @Test
  void a_missing_cache_is_reported_once() {
    assertThat(caches.optionsToUse(NAME)).isEmpty();
    assertThat(caches.optionsToUse(NAME)).isEmpty();

    assertThat(caches.whyUnusable(NAME)).contains("no AOT cache");
    assertThat(notices).containsExactly("  stand-in: no AOT cache, starts without one");
  }

  @Test
  void a_cache_of_this_build_is_used() throws IOException {
    train();

    assertThat(caches.whyUnusable(NAME)).isEmpty();
    assertThat(caches.optionsToUse(NAME))
        .singleElement()
        .asString()
        .matches("-XX:AOTCache=functions/stand-in/target/stand-in-[0-9a-f]{16}\\.aot");
    assertThat(notices).isEmpty();
  }

  @Test
  void a_cache_made_before_a_library_changed_is_not_used() throws IOException {
    train();

    Files.writeString(library(), "less classes");

    assertThat(caches.optionsToUse(NAME)).isEmpty();
    assertThat(notices).containsExactly(OTHER_BUILD);
  }

  @Test
  void a_change_that_keeps_size_and_time_of_a_jar_is_noticed_while_the_platform_runs()
      throws IOException {
    FileTime time = Files.getLastModifiedTime(library());
    train();
    assertThat(caches.optionsToUse(NAME)).isNotEmpty();

    Files.writeString(library(), "MORE classes");
    Files.setLastModifiedTime(library(), time);

    assertThat(caches.optionsToUse(NAME)).isEmpty();
  }

  @Test
  void a_jar_that_was_built_again_without_a_change_keeps_its_cache() throws IOException {
    train();

    Files.delete(library());
    Files.writeString(library(), "more classes");
    Files.setLastModifiedTime(library(), FileTime.fromMillis(0));

    assertThat(caches.optionsToUse(NAME)).isNotEmpty();
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
  void a_new_cache_replaces_those_of_other_builds() throws IOException {
    train();
    Files.writeString(files.jar(NAME), "other classes");

    train();

    assertThat(files.caches(NAME)).hasSize(1);
    assertThat(caches.optionsToUse(NAME)).isNotEmpty();
  }

  @Test
  void a_recording_during_which_a_jar_changed_is_discarded() throws IOException {
    caches.optionsToRecord(NAME);
    Files.writeString(files.recordedCache(NAME), "cache");
    Files.writeString(files.jar(NAME), "other classes");

    assertThat(caches.keepRecorded(NAME)).isEmpty();

    assertThat(files.recordedCache(NAME)).doesNotExist();
    assertThat(caches.whyUnusable(NAME)).contains("no AOT cache");
  }

  @Test
  void an_interrupted_recording_is_not_used() throws IOException {
    caches.optionsToRecord(NAME);
    Files.writeString(files.recordedCache(NAME), "half of a cache");

    assertThat(caches.whyUnusable(NAME)).contains("no AOT cache");
  }

  private Path library() {
    return files.libraries(NAME).resolve("library.jar");
  }

  private void train() throws IOException {
    caches.optionsToRecord(NAME);
    Files.writeString(files.recordedCache(NAME), "cache");
    assertThat(caches.keepRecorded(NAME)).isPresent();
  }
}
