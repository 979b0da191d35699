package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The recurrence examples of README work. */
class ReadmeIT {

  private static final Pattern PREVIEW = Pattern.compile("-d '\\s*(\\{.*?})'", Pattern.DOTALL);
  private static final Pattern OCCURRENCES =
      Pattern.compile("# occurrences: (.*) \\((\\d\\d:\\d\\d) UTC");
  private static final Pattern EXPLAIN = Pattern.compile("# explain: \"(.*)\"");
  private static final Pattern SAID_ON = Pattern.compile("said on (\\d{4}-\\d\\d-\\d\\d)");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern REQUEST =
      Pattern.compile("(?m)^(GET|POST|PATCH) +(\\S+)(?: (\\{.*}))? +# (.*)$");

  private final Api api = Api.asSomebodyNew();
  private final Map<String, String> ids = new HashMap<>();
  private String section;

  @BeforeEach
  void read() throws IOException {
    section =
        Files.readString(Path.of("../../README.md"))
            .split("\n## Recurrence in ten lines\n")[1]
            .split("\n## ")[0];
  }

  @Test
  void the_documented_preview_is_returned() {
    var response = api.post("/v1/recurrence/preview", find(PREVIEW).group(1)).expect(200);

    var shown = find(OCCURRENCES);
    assertThat(response.at("/occurrences").valueStream())
        .extracting(found -> found.path("occurrence").asString())
        .containsExactly(shown.group(1).split(", "));
    assertThat(response.text("/occurrences/3/instant")).endsWith("T" + shown.group(2) + ":00Z");
    assertThat(response.at("/explain").valueStream().map(JsonNode::asString))
        .contains(find(EXPLAIN).group(1));
  }

  @Test
  void the_documented_life_of_a_task_works() {
    var requests = requests();
    assertThat(requests).hasSize(6);

    var made = requests.get(0).send(201);
    ids.put("ID", made.text("/id"));
    ids.put("SERIES", made.text("/seriesId"));
    assertThat(
            "due %s %s, %s, #%s"
                .formatted(
                    made.text("/due/date"),
                    made.text("/due/time"),
                    made.text("/priority"),
                    made.text("/tags/0")))
        .isEqualTo(requests.get(0).shown);

    assertNext(requests.get(1), "ID");
    requests.get(2).send(200);

    var refused = requests.get(3).send(409);
    assertThat("409: " + refused.text("/detail")).isEqualTo(requests.get(3).shown);

    assertNext(requests.get(4), "NEXT");
    assertThat(
            requests
                .get(5)
                .send(200)
                .at("/items")
                .valueStream()
                .map(
                    task ->
                        "%d %s \"%s\""
                            .formatted(
                                task.path("occurrenceNumber").asInt(),
                                task.path("status").asString(),
                                task.path("title").asString())))
        .containsExactly(requests.get(5).shown.split(", (?=\\d)"));
  }

  private void assertNext(Request closing, String id) {
    var closed = closing.send(200);
    assertThat("next: " + closed.text("/next/occurrence")).isEqualTo(closing.shown);
    NextOccurrences.after(api, ids.get(id));
    ids.put("NEXT", closed.text("/next/id"));
  }

  /** A request in README and its documented response, relative to today. */
  private final class Request {

    private final String method;
    private final String path;
    private final String body;
    private final String shown;

    Request(Matcher line, long daysLater) {
      method = line.group(1);
      path = line.group(2);
      body = line.group(3) == null ? "" : line.group(3);
      shown =
          DATE.matcher(line.group(4))
              .replaceAll(date -> LocalDate.parse(date.group()).plusDays(daysLater).toString());
    }

    Api.Response send(int status) {
      var address = path;
      for (var id : ids.entrySet()) {
        address = address.replaceFirst("\\b" + id.getKey() + "\\b", id.getValue());
      }
      return api.send(method, address, body).expect(status);
    }
  }

  private List<Request> requests() {
    var said = LocalDate.parse(find(SAID_ON).group(1));
    var later = LocalDate.now(ZoneOffset.UTC).toEpochDay() - said.toEpochDay();
    var requests = new ArrayList<Request>();
    var lines = REQUEST.matcher(section);
    while (lines.find()) {
      requests.add(new Request(lines, later));
    }
    return requests;
  }

  private Matcher find(Pattern shown) {
    var matcher = shown.matcher(section);
    assertThat(matcher.find()).as("README shows " + shown).isTrue();
    return matcher;
  }
}
