package dev.perennial.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The image of one function: base, Java runtime, libraries, our own jars, in the order in which
 * they change.
 *
 * @param function the name of the function, which its jar carries too
 * @param base an archive that {@link BaseImage} wrote
 * @param runtime the directory of the Java runtime
 * @param target the directory with the function's jar and {@code lib/}
 * @param jvmOptions options before {@code -jar}
 */
record FunctionImage(
    String function, Path base, Path runtime, Path target, List<String> jvmOptions) {

  /** The user and group of the process, by number: a base file system need not name them. */
  static final String USER = "65532:65532";

  private static final AbsoluteUnixPath RUNTIME = AbsoluteUnixPath.get("/opt/java");
  private static final AbsoluteUnixPath APPLICATION = AbsoluteUnixPath.get("/app");

  /**
   * Writes the image as a tar of an OCI image layout. Equal input gives an equal digest.
   *
   * @param work a directory for what is kept between builds
   * @return the digest of the manifest, such as {@code sha256:0123...}
   * @throws IllegalArgumentException if the function's jar is missing
   */
  String write(Path output, Path work) throws Exception {
    Path jar = target.resolve(function + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(jar + " is missing: build the function first");
    }
    Predicate<Path> ours = OurJars::contains;
    JibContainer image =
        Jib.from(TarImage.at(base).named("base"))
            .setFormat(ImageFormat.OCI)
            .setCreationTime(Instant.EPOCH)
            .setUser(USER)
            .setWorkingDirectory(APPLICATION)
            .setEntrypoint(entrypoint())
            .addFileEntriesLayer(runtimeLayer())
            .addFileEntriesLayer(layer("libraries", libraries(ours.negate())).build())
            .addFileEntriesLayer(
                layer("application", libraries(ours))
                    .addEntry(jar, APPLICATION.resolve(function + ".jar"))
                    .build())
            .containerize(
                Containerizer.to(TarImage.at(output).named("perennial/" + function))
                    .setOfflineMode(true)
                    .setBaseImageLayersCache(work.resolve("base"))
                    .setApplicationLayersCache(work.resolve("layers")));
    return image.getDigest().toString();
  }

  private List<String> entrypoint() {
    var command = new ArrayList<String>();
    command.add(RUNTIME.resolve("bin/java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", function + ".jar"));
    return command;
  }

  private FileEntriesLayer runtimeLayer() throws IOException {
    var layer = FileEntriesLayer.builder().setName("runtime");
    // The files keep only whether they can be run: java and jspawnhelper must.
    try (Stream<Path> files = Files.walk(runtime)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        layer.addEntry(
            file,
            RUNTIME.resolve(runtime.relativize(file)),
            FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644"));
      }
    }
    return layer.build();
  }

  private static FileEntriesLayer.Builder layer(String name, List<Path> jars) {
    var layer = FileEntriesLayer.builder().setName(name);
    for (Path jar : jars) {
      layer.addEntry(jar, APPLICATION.resolve("lib").resolve(jar.getFileName().toString()));
    }
    return layer;
  }

  private List<Path> libraries(Predicate<Path> which) throws IOException {
    // A directory lists its files in no certain order, and the order is part of the digest.
    try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
      return jars.filter(which).sorted().toList();
    }
  }
}
