package dev.perennial.taskapi;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds the fields of a request that the created task does not have. */
final class LostFields {

  private LostFields() {}

  /** The names of the fields that are not null in the request, and different in the task. */
  static Set<String> of(JsonNode request, JsonNode task) {
    return request.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .filter(field -> !isKept(field.getValue(), task.path(field.getKey())))
        .map(field -> field.getKey() + " " + field.getValue() + ": " + task.path(field.getKey()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isKept(JsonNode sent, JsonNode kept) {
    if (sent.isNull()) {
      return true;
    }
    if (sent.isObject()) {
      return sent.properties().stream()
          .allMatch(field -> isKept(field.getValue(), kept.path(field.getKey())));
    }
    if (sent.isArray()) {
      List<JsonNode> items = sent.valueStream().toList();
      return items.stream()
          .allMatch(item -> kept.valueStream().anyMatch(other -> isKept(item, other)));
    }
    return sent.equals(kept)
        || (sent.isNumber() && sent.decimalValue().compareTo(kept.decimalValue()) == 0)
        || (sent.isString() && isSame(sent.stringValue(), kept.asString("")));
  }

  /** The same time or duration, in another form. */
  private static boolean isSame(String sent, String kept) {
    if (sent.matches("\\d\\d:\\d\\d(:\\d\\d)?") && kept.matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
      return LocalTime.parse(sent).equals(LocalTime.parse(kept));
    }
    if (sent.matches("-?P1W")) {
      return Duration.parse(sent.replace("1W", "7D")).equals(Duration.parse(kept));
    }
    return sent.matches("-?P\\d.*|-?PT.*")
        && kept.matches("-?P.*")
        && Duration.parse(sent).equals(Duration.parse(kept));
  }
}
