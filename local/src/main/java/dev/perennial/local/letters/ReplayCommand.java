package dev.perennial.local.letters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the events of a period again to one function, after a dry run has shown what would happen,
 * and shows the progress.
 */
final class ReplayCommand {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Set<String> OPTIONS =
      Set.of(
          "function", "type", "owner", "from", "to", "mode", "reason", "per-second", "port", "url");

  private final OperationsClient client;
  private final PrintStream out;
  private final Prompt prompt;
  private final int width;

  ReplayCommand(OperationsClient client, PrintStream out, BufferedReader in, int width) {
    this.client = client;
    this.out = out;
    this.prompt = new Prompt(out, in);
    this.width = width;
  }

  /** Returns whether the replay, or the dry run, came to its end. */
  boolean run(Arguments arguments) throws InterruptedException, IOException {
    ObjectNode body = body(arguments);
    JsonNode dryRun = follow(client.post("/v1/replays", body.put("dryRun", true)), arguments);
    if (!isFinished(dryRun)) {
      out.println("The dry run was stopped. Nothing was sent.");
      return false;
    }
    long events = dryRun.required("toSend").asLong();
    boolean isAll = arguments.has("dry-run") || events == 0;
    if (arguments.has("json")) {
      if (isAll) {
        out.println(dryRun.toPrettyString());
      }
    } else {
      show(dryRun);
    }
    if (isAll) {
      return true;
    }
    if (!arguments.has("yes")
        && !prompt.confirms(
            "Send %d events again to %s?".formatted(events, arguments.options().get("function")))) {
      out.println("Nothing was sent.");
      return true;
    }
    // The period of the dry run, also if it had no end.
    body.put("to", dryRun.required("to").asString());
    JsonNode replay = follow(client.post("/v1/replays", body.put("dryRun", false)), arguments);
    if (arguments.has("json")) {
      out.println(replay.toPrettyString());
    }
    return isFinished(replay);
  }

  private static ObjectNode body(Arguments arguments) {
    var unknown = new TreeSet<>(arguments.options().keySet());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty() || !arguments.words().isEmpty()) {
      throw new CommandException(
          "replay takes no %s; see ./run --help"
              .formatted(
                  unknown.isEmpty() ? arguments.words().getFirst() : "--" + unknown.first()));
    }
    if (arguments.option("function").isEmpty() || arguments.option("from").isEmpty()) {
      throw new CommandException(
          "replay needs --function NAME and --from TIME, such as 2026-03-01T08:00:00Z");
    }
    ObjectNode body = OperationsClient.JSON.createObjectNode();
    for (var name : List.of("function", "from", "to", "owner", "mode", "reason")) {
      arguments.option(name).ifPresent(value -> body.put(name, value));
    }
    arguments
        .option("type")
        .ifPresent(
            types -> {
              var list = body.putArray("types");
              List.of(types.split(",")).forEach(list::add);
            });
    if (arguments.has("effects")) {
      body.put("effects", true);
    }
    arguments.number("per-second").ifPresent(number -> body.put("perSecond", number));
    return body;
  }

  private void show(JsonNode dryRun) {
    var rows = new ArrayList<List<String>>();
    for (JsonNode count : dryRun.required("counts")) {
      rows.add(
          List.of(
              count.required("events").asString(),
              count.required("type").asString(),
              words(count.required("answer").asString(), dryRun.required("mode").asString())));
    }
    out.print(TextTable.of(List.of("EVENTS", "TYPE", "WHAT HAPPENS"), rows, width));
  }

  private static String words(String answer, String mode) {
    return switch (answer) {
      case "missing" -> "is sent: the ledger does not have it";
      case "completed" ->
          mode.equals("force")
              ? "is sent, and takes effect again"
              : "not sent: it has taken effect";
      case "parked" -> "not sent: it is a dead letter, see ./run letters";
      case "retrying" -> "not sent: it waits for its next attempt";
      case "erased" -> "not sent: erased";
      default -> answer;
    };
  }

  private JsonNode follow(JsonNode started, Arguments arguments) throws InterruptedException {
    String path = "/v1/replays/" + started.required("id").asString();
    JsonNode replay = started;
    while (replay.required("state").asString().equals("running")) {
      print(replay, arguments, "");
      Thread.sleep(BETWEEN_LOOKS);
      replay = client.get(path);
    }
    print(replay, arguments, "\n");
    return replay;
  }

  private void print(JsonNode replay, Arguments arguments, String end) {
    if (!arguments.has("json")) {
      out.print("\r" + progress(replay) + end);
      out.flush();
    }
  }

  private static String progress(JsonNode replay) {
    long read = replay.required("read").asLong();
    long records = replay.required("records").asLong(0);
    String counted =
        replay.required("dryRun").asBoolean()
            ? "%d to be sent".formatted(replay.required("toSend").asLong())
            : "%d sent".formatted(replay.required("sent").asLong());
    JsonNode remaining = replay.required("remainingSeconds");
    return "%s %d of %d read, %s (%s%s)"
        .formatted(
            replay.required("records").isNull()
                ? ProgressBar.of(0, 1)
                : ProgressBar.of(read, records),
            read,
            records,
            counted,
            replay.required("state").asString(),
            remaining.isNull() ? "" : ", %d s left".formatted(remaining.asLong()));
  }

  private static boolean isFinished(JsonNode replay) {
    return replay.required("state").asString().equals("finished");
  }
}
