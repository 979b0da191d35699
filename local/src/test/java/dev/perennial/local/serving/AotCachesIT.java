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
  void saysWhenThereIsNone() {
    assertThat(caches.whyNone(NAME)).contains("no AOT cache");
    assertThat(caches.toUse(NAME)).isEmpty();
  }

  @Test
  void givesACacheOfThisBuild() throws IOException {
    train();

    assertThat(caches.whyNone(NAME)).isEmpty();
    assertThat(caches.toUse(NAME))
        .containsExactly("-XX:AOTCache=functions/stand-in/target/stand-in.aot");
  }

  @Test
  void refusesACacheFromBeforeALibraryChanged() throws IOException {
    train();

    Files.writeString(
        files.libraries(NAME).resolve("library.jar"), "other classes, and more of them");

    assertThat(caches.whyNone(NAME)).contains("the AOT cache was made from another build");
    assertThat(caches.toUse(NAME)).isEmpty();
  }

  @Test
  void refusesACacheFromOtherJvmOptions() throws IOException {
    train();

    Files.writeString(home.resolve(FunctionFiles.JVM_OPTIONS), "-XX:+UseG1GC");

    assertThat(caches.whyNone(NAME)).isPresent();
  }

  @Test
  void refusesACacheFromOtherJvmOptionsOfTheFunctionsOwn() throws IOException {
    train();

    Files.writeString(home.resolve("functions/stand-in/jvm.options"), "-Xmx1g");

    assertThat(files.jvmOptions(NAME)).hasSize(2);
    assertThat(caches.whyNone(NAME)).isPresent();
  }

  @Test
  void forgetsACacheThatWasDropped() throws IOException {
    train();

    caches.drop(NAME);

    assertThat(files.cache(NAME)).doesNotExist();
    assertThat(caches.whyNone(NAME)).contains("no AOT cache");
  }

  private void train() throws IOException {
    Files.writeString(files.cache(NAME), "cache");
    caches.trained(NAME);
  }
}
