package dev.perennial.local.backup;

import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The entry point of {@code ./run backup} and {@code ./run restore}. */
public final class Main {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int NOT_EXECUTED = 2;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(Path.of(System.getProperty("perennial.home", "")), List.of(arguments)));
  }

  private static int run(Path home, List<String> arguments) throws InterruptedException {
    try {
      if (arguments.size() != 2 && (arguments.size() != 4 || !arguments.get(2).equals("--data"))) {
        throw new StartupException(
            "./run %s takes a FILE and then, if it is not .perennial, --data DIR"
                .formatted(arguments.getFirst()));
      }
      Path file = Path.of(arguments.get(1));
      Path data = arguments.size() == 4 ? Path.of(arguments.get(3)) : home.resolve(".perennial");
      if (arguments.getFirst().equals("backup")) {
        new Archive(file).write(data);
        System.out.printf("Backed up %s to %s%n", data, file);
      } else {
        new Archive(file).restoreTo(data);
        System.out.printf("Restored %s to %s%n", file, data);
      }
      return OK;
    } catch (StartupException refused) {
      System.err.println(refused.getMessage());
      return NOT_EXECUTED;
    } catch (IOException fault) {
      System.err.println("It failed: " + fault);
      return FAILED;
    }
  }
}
