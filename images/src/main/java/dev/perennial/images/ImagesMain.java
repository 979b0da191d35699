package dev.perennial.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Makes the images of all functions: the command behind {@code task images}. */
public final class ImagesMain {

  // Libraries find classes by reflection, so a list made by jdeps would miss modules.
  private static final String MODULES =
      "java.se,jdk.unsupported,jdk.management,jdk.net,jdk.zipfs,jdk.naming.dns,jdk.crypto.ec";

  private ImagesMain() {}

  /**
   * @param arguments the repository, the tar of the base file system, the directory for the images
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3 || !Files.isRegularFile(Path.of(arguments[1]))) {
      System.err.println("Usage: ImagesMain REPOSITORY BASE_TAR OUTPUT; BASE_TAR must be a file");
      System.exit(2);
    }
    build(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
  }

  private static void build(Path repository, Path fileSystem, Path output) throws Exception {
    Path functions = repository.resolve("functions");
    Path work = Files.createDirectories(output.resolve("work"));
    Path base = work.resolve("base.tar");
    BaseImage.write(fileSystem, architecture(), base);
    Path runtime = runtime(work.resolve("runtime-" + Runtime.version()));
    for (String function : functions(functions)) {
      Path image = output.resolve(function + ".tar");
      Path target = functions.resolve(function).resolve("target");
      String digest =
          new FunctionImage(function, base, runtime, target, options(functions, function))
              .write(image, work);
      System.out.printf("%-24s %4d MB %s%n", function, Files.size(image) / 1_000_000, digest);
    }
  }

  /** The options of all functions, then the function's own, which win. */
  private static List<String> options(Path functions, String function) throws IOException {
    var options = new ArrayList<>(Files.readAllLines(functions.resolve("jvm.options")));
    Path own = functions.resolve(function).resolve("jvm.options");
    if (Files.exists(own)) {
      options.addAll(Files.readAllLines(own));
    }
    options.removeIf(line -> line.isBlank() || line.startsWith("#"));
    return options;
  }

  private static List<String> functions(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children
          .filter(child -> Files.isDirectory(child.resolve("src/main/java")))
          .map(child -> child.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Makes the runtime, unless an earlier build has; an interrupted build leaves none. */
  private static Path runtime(Path directory) throws IOException {
    if (Files.exists(directory)) {
      return directory;
    }
    Path unfinished = directory.resolveSibling(directory.getFileName() + "." + System.nanoTime());
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int result =
        jlink.run(
            System.out,
            System.err,
            "--add-modules=" + MODULES,
            "--strip-debug",
            "--no-man-pages",
            "--no-header-files",
            "--output=" + unfinished);
    if (result != 0) {
      throw new IllegalStateException("jlink ended with " + result);
    }
    return Files.move(unfinished, directory);
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }
}
