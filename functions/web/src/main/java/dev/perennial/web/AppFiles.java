package dev.perennial.web;

import dev.perennial.web.AppFile.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the app by path, such as {@code /index.html}; all of them are in memory. */
final class AppFiles {

  private static final String FOLDER = "/app";

  /** The paths of all files, one a line, which the build writes. */
  private static final String LIST = FOLDER + "/files.txt";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "json", "application/json",
          "webmanifest", "application/manifest+json",
          "svg", "image/svg+xml",
          "woff2", "font/woff2",
          "png", "image/png",
          "txt", "text/plain;charset=utf-8");

  private static final Map<String, String> CODINGS = Map.of("br", ".br", "gzip", ".gz");

  private final Map<String, AppFile> files;

  private AppFiles(Map<String, AppFile> files) {
    this.files = files;
  }

  static AppFiles ofJar() {
    var files = new HashMap<String, AppFile>();
    for (var path : new String(read(LIST), StandardCharsets.UTF_8).lines().toList()) {
      files.put(path, file(path));
    }
    return new AppFiles(files);
  }

  private static AppFile file(String path) {
    var contents = new LinkedHashMap<String, Content>();
    contents.put(AppFile.IDENTITY, content(FOLDER + path));
    CODINGS.forEach(
        (coding, suffix) -> {
          if (AppFiles.class.getResource(FOLDER + path + suffix) != null) {
            contents.put(coding, content(FOLDER + path + suffix));
          }
        });
    var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("the app has a file of no known type: " + path);
    }
    return new AppFile(type, path.startsWith("/assets/"), contents);
  }

  private static Content content(String resource) {
    return Content.of(read(resource));
  }

  private static byte[] read(String resource) {
    try (InputStream in = AppFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the jar has no " + resource + ": build it with `mvn -pl functions/web -am package`");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file at this path; null if there is none. */
  @Nullable AppFile at(String path) {
    return files.get(path);
  }

  List<String> paths() {
    return files.keySet().stream().sorted().toList();
  }
}
