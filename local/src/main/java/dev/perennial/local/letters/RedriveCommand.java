package dev.perennial.local.letters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends dead letters again, after it has shown what would happen, and shows the progress. */
final class RedriveCommand {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Set<String> SENDS = Set.of("sent", "processed");

  private final OperationsClient client;
  private final PrintStream out;
  private final Prompt prompt;
  private final int width;

  RedriveCommand(OperationsClient client, PrintStream out, BufferedReader in, int width) {
    this.client = client;
    this.out = out;
    this.prompt = new Prompt(out, in);
    this.width = width;
  }

  /** Returns whether every letter that was sent took effect or needs none. */
  boolean run(Arguments arguments) throws InterruptedException, IOException {
    ObjectNode body = selection(arguments);
    body.put("dryRun", true);
    JsonNode plan = client.post("/v1/dead-letters/redrive", body);
    long letters = sends(plan);
    if (arguments.has("dry-run") || letters == 0) {
      show(plan, arguments);
      return true;
    }
    if (!arguments.has("json")) {
      show(plan, arguments);
    }
    if (!arguments.has("yes") && !prompt.confirms("Send %d letters again?".formatted(letters))) {
      out.println("Nothing was sent.");
      return true;
    }
    body.put("dryRun", false);
    arguments.number("per-second").ifPresent(number -> body.put("perSecond", number));
    arguments
        .number("stop-at-failure-rate")
        .ifPresent(number -> body.put("stopAtFailureRate", number));
    JsonNode redrive = client.post("/v1/dead-letters/redrive", body).required("redrive");
    if (redrive.isNull()) {
      out.println("Nothing was sent: somebody else has sent these letters meanwhile.");
      return true;
    }
    return follow(redrive, arguments);
  }

  private static ObjectNode selection(Arguments arguments) {
    ObjectNode body = OperationsClient.JSON.createObjectNode();
    boolean hasFilter = Arguments.FILTERS.stream().anyMatch(arguments.options()::containsKey);
    boolean isAll = arguments.words().equals(List.of("all"));
    if (hasFilter != arguments.words().isEmpty()) {
      throw new CommandException(
          "redrive takes the ids of letters, or a filter such as --function NAME, or all");
    }
    if (hasFilter || isAll) {
      ObjectNode filter = body.putObject("filter");
      Arguments.FILTERS.forEach(
          name -> arguments.option(name).ifPresent(value -> filter.put(name, value)));
    } else {
      var ids = body.putArray("ids");
      arguments.words().forEach(ids::add);
    }
    return body;
  }

  private static long sends(JsonNode plan) {
    long letters = 0;
    for (JsonNode item : plan.required("plan")) {
      if (SENDS.contains(item.required("answer").asString())) {
        letters += item.required("letters").asLong();
      }
    }
    return letters;
  }

  private void show(JsonNode plan, Arguments arguments) {
    if (arguments.has("json")) {
      out.println(plan.toPrettyString());
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode item : plan.required("plan")) {
      rows.add(
          List.of(
              item.required("letters").asString(),
              words(item.required("answer").asString()),
              item.required("function").asString(),
              LettersCommand.shortType(item),
              item.required("reason").asString()));
    }
    out.print(
        TextTable.of(
            List.of("LETTERS", "WHAT HAPPENS", "FUNCTION", "TYPE", "REASON"), rows, width));
  }

  private static String words(String answer) {
    return switch (answer) {
      case "sent" -> "is sent again";
      case "processed" -> "is sent again, without effect: it was processed";
      case "redriving" -> "not sent: is being redriven";
      case "resolved" -> "not sent: resolved";
      case "erased" -> "not sent: erased";
      case "discarded" -> "not sent: discarded";
      case "no-function" -> "not sent: for no function";
      case "sent-too-often" -> "not sent: was sent five times";
      default -> answer;
    };
  }

  private boolean follow(JsonNode started, Arguments arguments) throws InterruptedException {
    String path = "/v1/redrives/" + started.required("id").asString();
    JsonNode redrive = started;
    while (redrive.required("state").asString().equals("running")) {
      if (!arguments.has("json")) {
        out.print("\r" + bar(redrive));
        out.flush();
      }
      Thread.sleep(BETWEEN_LOOKS);
      redrive = client.get(path);
    }
    out.println(arguments.has("json") ? redrive.toPrettyString() : "\r" + bar(redrive));
    return redrive.required("state").asString().equals("finished")
        && redrive.required("failed").asLong() == 0;
  }

  private static String bar(JsonNode redrive) {
    long letters = redrive.required("letters").asLong();
    long known = letters - redrive.required("waiting").asLong() - redrive.required("sent").asLong();
    return "%s %d of %d: %d resolved, %d failed again (%s)"
        .formatted(
            ProgressBar.of(known, letters),
            known,
            letters,
            redrive.required("resolved").asLong(),
            redrive.required("failed").asLong(),
            redrive.required("state").asString());
  }
}
