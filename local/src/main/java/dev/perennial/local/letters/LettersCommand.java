package dev.perennial.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Shows dead letters: a list, groups, or one of them with everything that is known about it. */
final class LettersCommand {

  private final OperationsClient client;
  private final PrintStream out;
  private final int width;

  LettersCommand(OperationsClient client, PrintStream out, int width) {
    this.client = client;
    this.out = out;
    this.width = width;
  }

  void run(Arguments arguments) throws InterruptedException {
    List<String> words = arguments.words();
    if (words.size() > 1) {
      throw new CommandException("letters takes groups, the id of a letter, or options only");
    }
    String shown = words.isEmpty() ? "" : words.getFirst();
    boolean isGroups = shown.equals("groups");
    String path =
        shown.isEmpty() || isGroups
            ? "/v1/dead-letters" + (isGroups ? "/groups" : "") + query(arguments)
            : "/v1/dead-letters/" + URLEncoder.encode(shown, UTF_8);
    JsonNode found = client.get(path);
    if (arguments.has("json") || !(shown.isEmpty() || isGroups)) {
      out.println(found.toPrettyString());
    } else if (isGroups) {
      groups(found.required("items"));
    } else {
      letters(found);
    }
  }

  private static String query(Arguments arguments) {
    String query =
        arguments.options().entrySet().stream()
            .filter(
                option ->
                    Arguments.FILTERS.contains(option.getKey()) || option.getKey().equals("limit"))
            .map(option -> option.getKey() + "=" + URLEncoder.encode(option.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private void letters(JsonNode page) {
    var rows = new ArrayList<List<String>>();
    page.required("items")
        .forEach(
            letter ->
                rows.add(
                    List.of(
                        letter.required("id").asString(),
                        letter.required("state").asString(),
                        letter.required("function").asString(),
                        shortType(letter),
                        time(letter.required("lastFailedAt")),
                        letter.required("reason").asString())));
    out.print(
        TextTable.of(
            List.of("ID", "STATE", "FUNCTION", "TYPE", "LAST FAILED", "REASON"), rows, width));
    if (!page.required("nextCursor").isNull()) {
      out.println("There are more: narrow the filter, or use --limit (500 at most).");
    }
  }

  private void groups(JsonNode items) {
    var rows = new ArrayList<List<String>>();
    items.forEach(
        group ->
            rows.add(
                List.of(
                    group.required("letters").asString(),
                    group.required("lastHour").asString(),
                    group.required("function").asString(),
                    shortType(group),
                    time(group.required("last")),
                    group.required("reason").asString())));
    out.print(
        TextTable.of(
            List.of("LETTERS", "LAST HOUR", "FUNCTION", "TYPE", "LAST", "REASON"), rows, width));
  }

  static String shortType(JsonNode item) {
    return item.required("type").asString().replaceFirst("^dev\\.perennial\\.(.+)\\.v\\d+$", "$1");
  }

  /** To the second, in UTC. */
  private static String time(JsonNode instant) {
    return instant.asString().replaceFirst("T", " ").replaceFirst("(\\.\\d+)?Z$", "");
  }
}
