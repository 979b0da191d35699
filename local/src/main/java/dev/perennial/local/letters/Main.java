package dev.perennial.local.letters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entry point of {@code ./run letters}, {@code ./run redrive} and {@code ./run replay}. */
public final class Main {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int NOT_EXECUTED = 2;
  private static final int DEFAULT_WIDTH = 120;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    System.exit(
        run(
            List.of(arguments),
            System.getenv(),
            System.out,
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))));
  }

  /**
   * Executes {@code letters}, {@code redrive} or {@code replay}.
   *
   * @param environment PERENNIAL_TOKEN for another system than that of {@code ./run}, COLUMNS
   * @return the status of the process
   */
  static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, BufferedReader in)
      throws InterruptedException, IOException {
    try {
      var parsed = Arguments.parse(arguments.subList(1, arguments.size()));
      try (var client =
          new OperationsClient(
              parsed.gateway(), Optional.ofNullable(environment.get("PERENNIAL_TOKEN")))) {
        int width = width(environment.getOrDefault("COLUMNS", ""));
        return switch (arguments.getFirst()) {
          case "letters" -> {
            new LettersCommand(client, out, width).run(parsed);
            yield OK;
          }
          case "redrive" -> new RedriveCommand(client, out, in, width).run(parsed) ? OK : FAILED;
          default ->
              parsed.option("mode").equals(Optional.of("rebuild"))
                  ? new RebuildCommand(client, out, in).run(parsed) ? OK : FAILED
                  : new ReplayCommand(client, out, in, width).run(parsed) ? OK : FAILED;
        };
      }
    } catch (CommandException e) {
      System.err.println(e.getMessage());
      return NOT_EXECUTED;
    }
  }

  private static int width(String columns) {
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
  }
}
