package dev.perennial.taskapi.corpus;

import dev.perennial.taskapi.corpus.Vtodo.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Finds what an import lost silently: each VTODO of a calendar must be an item of the report, and
 * of each created task every property must be in the export or in {@code without}.
 *
 * <p>DTSTAMP, LAST-MODIFIED and SEQUENCE say nothing about a task. The priorities of iCalendar are
 * three here (RFC 5545, section 3.8.1.9).
 */
public final class SilentLoss {

  private static final Set<String> WITHOUT_MEANING =
      Set.of("DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "UID");

  /** Where the export has what a property says. */
  private static final Map<String, BiPredicate<Vtodo, JsonNode>> KEPT =
      Map.ofEntries(
          Map.entry("SUMMARY", SilentLoss::keepsTitle),
          Map.entry("DESCRIPTION", (todo, task) -> text(todo, "DESCRIPTION", task, "description")),
          Map.entry("CATEGORIES", SilentLoss::keepsTags),
          Map.entry("PRIORITY", SilentLoss::keepsPriority),
          Map.entry("STATUS", SilentLoss::keepsStatus),
          Map.entry("PERCENT-COMPLETE", SilentLoss::keepsPercent),
          Map.entry(
              "COMPLETED",
              (todo, task) -> TodoTimes.isInstant(todo, "COMPLETED", task, "completedAt")),
          Map.entry(
              "CREATED", (todo, task) -> TodoTimes.isInstant(todo, "CREATED", task, "createdAt")),
          Map.entry("DUE", TodoTimes::keepsDue),
          Map.entry("DTSTART", TodoTimes::keepsStart),
          Map.entry("DURATION", TodoTimes::keepsDuration),
          Map.entry("RRULE", (_, task) -> task.path("recurrence").isObject()),
          Map.entry("EXDATE", TodoTimes::keepsExceptions),
          Map.entry(
              "X-PERENNIAL-ASSIGNEE",
              (todo, task) -> text(todo, "X-PERENNIAL-ASSIGNEE", task, "assignee")),
          Map.entry("X-PERENNIAL-ZONE", TodoTimes::keepsZone));

  /** Properties of our own that only describe others, which are checked. */
  private static final Set<String> DESCRIBING =
      Set.of(
          "X-PERENNIAL-ANCHOR",
          "X-PERENNIAL-CARRIED",
          "X-PERENNIAL-LIST-ID",
          "X-PERENNIAL-OCCURRENCE",
          "X-PERENNIAL-OCCURRENCE-NUMBER",
          "X-PERENNIAL-PREVIOUS",
          "X-PERENNIAL-RECURRENCE",
          "X-PERENNIAL-REMINDERS",
          "X-PERENNIAL-RRULE",
          "X-PERENNIAL-SERIES-ID",
          "X-PERENNIAL-TRIGGERS");

  /** The fields of a task by the properties that they are read from. */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("title", "SUMMARY"),
          Map.entry("description", "DESCRIPTION"),
          Map.entry("tags", "CATEGORIES"),
          Map.entry("due", "DUE"),
          Map.entry("recurrence", "RRULE"),
          Map.entry("anchor", "RRULE"),
          Map.entry("reminders", "VALARM"),
          Map.entry("completedAt", "COMPLETED"),
          Map.entry("skippedAt", "STATUS"),
          Map.entry("createdAt", "CREATED"),
          Map.entry("assignee", "X-PERENNIAL-ASSIGNEE"),
          Map.entry("listId", "X-PERENNIAL-LIST-ID"),
          Map.entry("previous", "X-PERENNIAL-PREVIOUS"));

  private final JsonNode report;
  private final Map<String, JsonNode> tasks = new HashMap<>();
  private final Set<String> titles = new HashSet<>();
  private final List<String> lost = new ArrayList<>();

  private SilentLoss(JsonNode report, List<JsonNode> export) {
    this.report = report;
    for (JsonNode line : export) {
      tasks.put(line.path("id").asString(""), line);
      titles.add(line.path("title").asString(""));
      titles.add(line.at("/carried/title").asString(""));
    }
  }

  /**
   * @param report of the import
   * @param export the lines of the export after it
   */
  public static List<String> of(String calendar, JsonNode report, List<JsonNode> export) {
    SilentLoss loss = new SilentLoss(report, export);
    List<Vtodo> todos = Vtodo.in(calendar);
    Map<String, Long> ofUid =
        todos.stream().collect(Collectors.groupingBy(SilentLoss::uid, Collectors.counting()));
    todos.forEach(todo -> loss.check(todo, ofUid.get(uid(todo)) > 1 && !uid(todo).isEmpty()));
    return loss.lost;
  }

  private static String uid(Vtodo todo) {
    return todo.property("UID").map(Property::value).orElse("");
  }

  /**
   * @param isShared whether other VTODOs have its UID, so that its open occurrence may be one of
   *     these
   */
  private void check(Vtodo todo, boolean isShared) {
    List<JsonNode> items =
        report
            .path("items")
            .valueStream()
            .filter(item -> item.path("line").asInt() == todo.line())
            .toList();
    if (items.isEmpty() && !todo.has("RECURRENCE-ID")) {
      lost.add("the VTODO in line " + todo.line() + " is not in the report");
    }
    if (!todo.ends() && items.stream().noneMatch(item -> outcome(item, "failed"))) {
      lost.add("the VTODO in line " + todo.line() + " has no end and did not fail");
    }
    boolean isCancelled =
        todo.property("STATUS").filter(s -> s.value().equals("CANCELLED")).isPresent();
    boolean hasTitle =
        todo.property("SUMMARY").filter(each -> !titles.contains(each.text())).isEmpty();
    if (isShared && !isCancelled && !hasTitle) {
      lost.add("the title of line " + todo.line());
    }
    if (!isShared) {
      items.stream().filter(item -> outcome(item, "created")).forEach(item -> check(todo, item));
    }
  }

  private static boolean outcome(JsonNode item, String outcome) {
    return item.path("outcome").asString().equals(outcome);
  }

  private void check(Vtodo todo, JsonNode item) {
    Predicate<String> isReported = reported(item);
    JsonNode task = tasks.get(item.path("id").asString());
    if (task == null) {
      lost.add("the created task of line " + todo.line() + " is not exported");
      return;
    }
    todo.properties().stream()
        .map(Property::name)
        .distinct()
        .filter(name -> !WITHOUT_MEANING.contains(name) && !DESCRIBING.contains(name))
        .filter(isReported.negate())
        .filter(name -> !KEPT.getOrDefault(name, (_, _) -> false).test(todo, task))
        .forEach(name -> lost.add(todo.all(name) + " of line " + todo.line() + " in " + task));
    todo.parts().stream()
        .filter(isReported.negate())
        .forEach(name -> lost.add(name + " of line " + todo.line()));
    if (todo.broken() > 0 && !isReported.test("")) {
      lost.add("a line that is no property, of the VTODO in line " + todo.line());
    }
    if (!isReported.test("VALARM") && !TodoAlarms.areKept(todo, task, isReported)) {
      lost.add(todo.alarms() + " of line " + todo.line() + " in " + task);
    }
  }

  /** Whether a property is in {@code without}, or so many are that not all are named. */
  private static Predicate<String> reported(JsonNode item) {
    List<JsonNode> without = item.path("without").valueStream().toList();
    Set<String> names =
        without.stream()
            .map(entry -> entry.path("pointer").asString(""))
            .map(pointer -> pointer.isEmpty() ? "" : pointer.split("/", -1)[1])
            .map(name -> PROPERTIES.getOrDefault(name, name))
            .collect(Collectors.toSet());
    boolean isCut =
        without.stream().anyMatch(e -> e.path("detail").asString("").matches("and \\d+ more"));
    return name -> isCut || names.contains(name);
  }

  private static boolean text(Vtodo todo, String property, JsonNode task, String field) {
    return todo.property(property).orElseThrow().text().equals(task.path(field).asString(""));
  }

  private static boolean keepsTitle(Vtodo todo, JsonNode task) {
    return text(todo, "SUMMARY", task, "title");
  }

  private static boolean keepsTags(Vtodo todo, JsonNode task) {
    Set<String> tags =
        task.path("tags").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    return todo.all("CATEGORIES").stream()
        .flatMap(property -> Vtodo.items(property.value()).stream())
        .filter(tag -> !tag.isBlank())
        .allMatch(tags::contains);
  }

  private static boolean keepsPriority(Vtodo todo, JsonNode task) {
    String value = todo.property("PRIORITY").orElseThrow().value().strip();
    String kept = task.path("priority").asString();
    return value.matches("\\d")
        && switch (Integer.parseInt(value)) {
          case 0 -> kept.equals("none");
          case 1, 2, 3, 4 -> kept.equals("high");
          case 5 -> kept.equals("medium");
          default -> kept.equals("low");
        };
  }

  private static boolean keepsStatus(Vtodo todo, JsonNode task) {
    String kept = task.path("status").asString();
    return switch (todo.property("STATUS").orElseThrow().value().strip()) {
      case "COMPLETED" -> kept.equals("completed");
      case "CANCELLED" -> kept.equals("skipped");
      case "NEEDS-ACTION" ->
          kept.equals("open") || todo.has("COMPLETED") || todo.has("PERCENT-COMPLETE");
      case "" -> true;
      default -> false;
    };
  }

  private static boolean keepsPercent(Vtodo todo, JsonNode task) {
    String percent = todo.property("PERCENT-COMPLETE").orElseThrow().value().strip();
    return percent.matches("0+") || task.path("status").asString().equals("completed");
  }
}
