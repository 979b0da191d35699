package dev.perennial.openapi;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Merges each {@code openapi.yaml} of the functions and the shared modules into one file, or fails
 * if they do not fit together. Arguments: the folder {@code functions}, and the file to write.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException {
    Yaml.write(Merge.of(Part.under(Path.of(args[0]))), Path.of(args[1]));
  }
}
