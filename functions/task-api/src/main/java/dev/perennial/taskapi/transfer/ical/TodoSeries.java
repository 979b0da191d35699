package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.taskapi.fields.RecurrenceFields;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.LeftOut;
import dev.perennial.tasks.recurrence.RuleDates;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.series.OccurrenceKey;
import dev.perennial.tasks.series.Series;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Joins a recurring VTODO with the VTODOs that change single occurrences of it (RECURRENCE-ID,
 * section 3.8.4.4 of RFC 5545).
 *
 * <p>Here only one occurrence of a series is open. The first one that is neither left out nor
 * closed becomes the open task, with its change; closed ones before it become history. A changed
 * occurrence after it becomes a task of its own, and the series leaves its date out.
 */
final class TodoSeries {

  private static final UUID ANY = new UUID(0, 0);
  private static final Set<String> CONTENT =
      Set.of("title", "description", "priority", "tags", "reminders", "assignee");

  private final Todo master;
  private final CalendarTimes times;
  private final Recurrence rule;
  private final Due anchor;
  private final Map<LocalDate, Todo> changes = new TreeMap<>();
  private final Set<LocalDate> except;
  private final List<ImportItem> items = new ArrayList<>();

  private TodoSeries(Todo master, Recurrence rule, Due anchor, CalendarTimes times) {
    this.master = master;
    this.rule = rule;
    this.anchor = anchor;
    this.times = times;
    this.except = new TreeSet<>(rule.except() == null ? List.of() : rule.except());
  }

  /** The items of a VTODO and of those that change its occurrences. */
  static List<ImportItem> items(Todo master, List<Component> changes, CalendarTimes times) {
    Recurrence rule = master.rule();
    Due anchor = master.anchor();
    boolean isSeries =
        rule != null
            && anchor != null
            && !master.isClosed()
            && current(master, rule, anchor).isPresent();
    if (!isSeries) {
      List<ImportItem> items = new ArrayList<>(List.of(master.item()));
      changes.forEach(change -> items.add(alone(change, times)));
      return items;
    }
    TodoSeries series = new TodoSeries(master, rule, anchor, times);
    changes.forEach(series::learn);
    return series.items();
  }

  /** A change of an occurrence whose series is not known. */
  static ImportItem alone(Component change, CalendarTimes times) {
    return alone(
        TodoReader.read(change, times), "has no series in this file; it is a task of its own");
  }

  private static ImportItem alone(Todo change, String why) {
    change.leftOut().add("RECURRENCE-ID", why);
    reportRule(change);
    change.json().remove(TodoDates.OF_SERIES);
    change.json().put("id", change.id() + "/" + change.source().value("RECURRENCE-ID").orElse(""));
    return change.item();
  }

  private static Optional<Occurrence> current(Todo master, Recurrence rule, Due anchor) {
    try {
      Occurrence first = new Series(ANY, rule, anchor).first();
      ObjectNode json = master.json();
      return Optional.of(
          json.path("occurrence").isString()
              ? new Occurrence(
                  first.series(),
                  OccurrenceKey.parse(json.path("occurrence").stringValue()),
                  json.path("occurrenceNumber").asInt(1))
              : first);
    } catch (IllegalArgumentException | DateTimeException invalid) {
      // Reported when the JSON is read.
      return Optional.empty();
    }
  }

  private void learn(Component change) {
    Todo read = TodoReader.read(change, times);
    ContentLine id = change.property("RECURRENCE-ID").orElseThrow();
    reportRule(read);
    if (id.parameter("RANGE") != null) {
      read.leftOut()
          .add("RECURRENCE-ID", "RANGE is not supported; only this occurrence is changed");
    }
    Optional<LocalDate> date = date(id, read.leftOut());
    if (date.isEmpty()) {
      items.add(alone(read, "is no occurrence of its series; it is a task of its own"));
    } else if (changes.putIfAbsent(date.get(), read) != null) {
      items.add(alone(read, "was there before; it is a task of its own"));
    }
  }

  private static void reportRule(Todo change) {
    if (change.source().property("RRULE").isPresent()) {
      change.leftOut().add("RRULE", "an occurrence has no rule of its own");
    }
  }

  private Optional<LocalDate> date(ContentLine id, LeftOut leftOut) {
    try {
      return times
          .dateOf(anchor, times.due(id, leftOut))
          .filter(
              date ->
                  date.equals(anchor.date())
                      || RuleDates.of(rule, anchor.date())
                          .from(date)
                          .filter(date::equals)
                          .isPresent());
    } catch (DateTimeException invalid) {
      return Optional.empty();
    }
  }

  private List<ImportItem> items() {
    Optional<Occurrence> open = open();
    Todo change = open.map(occurrence -> changes.remove(occurrence.key().date())).orElse(null);
    changes.forEach((date, later) -> addAlone(date, later, open));
    open.ifPresent(occurrence -> items.add(open(occurrence, change)));
    return items;
  }

  /** The first occurrence that takes place and is not closed, with its change. */
  private Optional<Occurrence> open() {
    Optional<Occurrence> next = current(master, rule, anchor);
    Optional<Occurrence> open = next;
    while (next.isPresent()) {
      open = next;
      LocalDate date = open.get().key().date();
      Todo change = changes.get(date);
      if (change != null && change.isClosed()) {
        changes.remove(date);
        items.add(closed(change, open.get()));
      } else if (!except.contains(date)) {
        return open;
      }
      next = open.get().following();
    }
    // Every occurrence is closed or left out.
    return items.isEmpty() ? open : Optional.empty();
  }

  private ImportItem closed(Todo change, Occurrence occurrence) {
    ObjectNode json = change.json();
    json.remove(TodoDates.OF_SERIES);
    complete(json, occurrence);
    json.put("id", master.id() + "/" + occurrence.key());
    json.put("seriesId", seriesId());
    putSeries(json, occurrence);
    return change.item();
  }

  private String seriesId() {
    return master.json().path("seriesId").asString(master.id());
  }

  private void putSeries(ObjectNode json, Occurrence occurrence) {
    List<LocalDate> dates = List.copyOf(except);
    json.set("recurrence", EventJson.MAPPER.valueToTree(rule.with(dates, rule.dueAfter())));
    json.set("anchor", EventJson.MAPPER.valueToTree(anchor));
    json.put("occurrence", occurrence.key().toString());
    json.put("occurrenceNumber", occurrence.number());
  }

  /** Sets the due date of the rule for an occurrence without a due date of its own. */
  private static void complete(ObjectNode json, @Nullable Occurrence occurrence) {
    if (occurrence != null && !json.has("due")) {
      json.set("due", EventJson.MAPPER.valueToTree(occurrence.due()));
    }
  }

  private void addAlone(LocalDate date, Todo change, Optional<Occurrence> open) {
    boolean isLater = open.isPresent() && date.isAfter(open.get().key().date());
    boolean isLeftOut =
        isLater && except.size() < RecurrenceFields.MAX_EXCEPTIONS && except.add(date);
    if (isLeftOut && change.json().path("status").asString("").equals("skipped")) {
      // A cancelled occurrence does not take place: it is now an exception of the series.
      return;
    }
    complete(change.json(), new Occurrence(series(), new OccurrenceKey(date, anchor.time()), 1));
    items.add(alone(change, "is not the open occurrence of its series; it is a task of its own"));
  }

  private Series series() {
    return new Series(ANY, rule, anchor);
  }

  private ImportItem open(Occurrence occurrence, @Nullable Todo change) {
    ObjectNode json = master.json();
    boolean isMoved = !occurrence.equals(current(master, rule, anchor).orElse(null));
    boolean isExcepting =
        !except.equals(new TreeSet<>(rule.except() == null ? List.of() : rule.except()));
    if (isMoved || isExcepting || change != null) {
      putSeries(json, occurrence);
    }
    if (isMoved) {
      json.set("due", EventJson.MAPPER.valueToTree(occurrence.due()));
    }
    if (change != null) {
      complete(change.json(), occurrence);
      replaceContent(json, change.json());
      master.leftOut().addAll(change.leftOut());
    }
    return master.item();
  }

  /** The next occurrence gets the content of the series. */
  private static void replaceContent(ObjectNode json, ObjectNode change) {
    ObjectNode carried = json.deepCopy().retain(CONTENT);
    ObjectNode content = change.deepCopy().retain(CONTENT);
    json.remove(CONTENT);
    json.setAll(content);
    json.set("due", change.get("due"));
    if (!carried.equals(content)) {
      json.set("carried", carried);
    }
  }
}
