package dev.perennial.taskapi.corpus;

import dev.perennial.events.EventJson;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The body of a request that creates a task, whose fields are valid or nearly so. */
final class HostileBody {

  private static final List<String> DUES =
      List.of(
          "null",
          "{}",
          "[]",
          "{\"date\":\"2027-01-04\"}",
          "{\"date\":\"2027-01-31\",\"time\":\"09:00\"}",
          "{\"date\":\"2027-03-28\",\"time\":\"02:30:00\",\"zone\":\"Europe/Berlin\"}",
          "{\"date\":\"9999-12-31\",\"time\":\"23:59:59\",\"zone\":\"Pacific/Kiritimati\"}",
          "{\"date\":\"1900-01-01\",\"time\":\"00:00\",\"zone\":\"UTC\"}",
          "{\"date\":\"2027-02-30\"}",
          "{\"date\":20270104}",
          "{\"time\":\"09:00\"}",
          "{\"date\":\"2027-01-04\",\"zone\":\"+01:00\"}",
          "{\"date\":\"2027-01-04\",\"time\":\"09:00:00.5\"}");
  private static final List<String> RULES =
      List.of(
          "null",
          "\"daily\"",
          "{\"frequency\":\"daily\"}",
          "{\"frequency\":\"daily\",\"interval\":1000,\"end\":{\"after\":2}}",
          "{\"frequency\":\"weekly\",\"weekdays\":[\"SU\",\"MO\"]}",
          "{\"frequency\":\"weekly\",\"weekdays\":[\"MO\",\"MO\"]}",
          "{\"frequency\":\"monthly\",\"monthDay\":31,\"monthEnd\":\"omit\"}",
          "{\"frequency\":\"monthly\",\"nth\":{\"ordinal\":5,\"weekday\":\"FR\"}}",
          "{\"frequency\":\"monthly\",\"monthDay\":0}",
          "{\"frequency\":\"yearly\",\"basis\":\"completion\"}",
          "{\"frequency\":\"custom\",\"rrule\":\"FREQ=YEARLY;BYDAY=20MO\"}",
          "{\"frequency\":\"custom\",\"rrule\":\"FREQ=MINUTELY\"}",
          "{\"frequency\":\"custom\",\"rrule\":\"\"}",
          "{\"frequency\":\"daily\",\"dueAfter\":\"P2D\"}",
          "{\"frequency\":\"daily\",\"dueAfter\":\"-P2D\"}",
          "{\"frequency\":\"daily\",\"end\":{\"until\":\"1000-01-01\"}}",
          "{\"frequency\":\"daily\",\"except\":[\"2027-01-05\"]}");
  private static final List<String> REMINDERS =
      List.of(
          "null",
          "[]",
          "[{\"before\":\"PT15M\"},{\"before\":\"-P1D\"}]",
          "[{\"before\":\"P1W\"},{\"before\":\"P7D\"}]",
          "[{\"at\":\"2027-01-04T09:00\",\"zone\":\"Asia/Tokyo\"}]",
          "[{\"at\":\"2027-01-04T09:00:00.000000001\"}]",
          "[{\"before\":\"P1M\"}]",
          "[null]",
          "{}");
  private static final List<String> ANYTHING =
      List.of("null", "true", "0", "-1", "1e400", "[]", "{}", "\"\"", "[[]]", "1.5");

  private final Random random;

  HostileBody(Random random) {
    this.random = random;
  }

  String text() {
    List<String> fields =
        IntStream.range(0, NAMES.size())
            .filter(i -> i == 0 || random.nextInt(10) < 4)
            .mapToObj(i -> "\"" + NAMES.get(i) + "\":" + value(NAMES.get(i)))
            .toList();
    return fields.stream().collect(Collectors.joining(",", "{", "}"));
  }

  private static final List<String> NAMES =
      List.of(
          "title", "description", "tags", "priority", "due", "recurrence", "reminders", "assignee");

  private String value(String name) {
    if (random.nextInt(12) == 0) {
      return one(ANYTHING);
    }
    return switch (name) {
      case "due" -> one(DUES);
      case "recurrence" -> one(RULES);
      case "reminders" -> one(REMINDERS);
      case "priority" -> one(List.of("\"high\"", "\"none\"", "\"HIGH\"", "null"));
      case "tags" -> "[" + quoted() + "," + quoted() + "]";
      case "assignee" -> one(List.of("null", "\"nobody\"", "\"\"", quoted()));
      default -> quoted();
    };
  }

  private String quoted() {
    return EventJson.MAPPER.writeValueAsString(HostileText.of(random));
  }

  private String one(List<String> of) {
    return HostileText.one(random, of);
  }
}
