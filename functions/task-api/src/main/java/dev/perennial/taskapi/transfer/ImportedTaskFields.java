package dev.perennial.taskapi.transfer;

import static java.util.Objects.requireNonNullElse;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.taskapi.fields.DueFields;
import dev.perennial.taskapi.fields.TaskFields;
import dev.perennial.taskapi.fields.TimeFields;
import dev.perennial.taskapi.request.HappenedAt;
import dev.perennial.taskapi.transfer.format.LeftOut;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.ImportedTask;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.series.OccurrenceKey;
import dev.perennial.tasks.series.Series;
import dev.perennial.tasks.task.Closing;
import dev.perennial.tasks.task.Content;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a task to be imported from the JSON of an export. */
final class ImportedTaskFields {

  /** The fields of a task that clients do not write. */
  private static final Set<String> HISTORY =
      Set.of(
          "kind",
          "id",
          "status",
          "completedAt",
          "skippedAt",
          "createdBy",
          "seriesId",
          "occurrence",
          "occurrenceNumber",
          "version",
          "createdAt",
          "updatedAt",
          "anchor",
          "previous",
          "carried");

  private static final Set<String> ALL = new HashSet<>(HISTORY);

  static {
    ALL.addAll(TaskFields.NAMES);
  }

  private static final int MAX_ID_LENGTH = 255;

  private final ObjectNode json;
  private final Command command;
  private final ZoneId zone;
  private final LeftOut without;
  private final FieldErrors errors = new FieldErrors();
  private final JsonFields fields;

  private ImportedTaskFields(ObjectNode json, Command command, ZoneId zone, LeftOut without) {
    this.json = json;
    this.without = without;
    this.command = command;
    this.zone = zone;
    this.fields = JsonFields.of(json, errors, ALL);
  }

  /**
   * @param json with the id of an existing list
   * @param zone of the user
   * @param without gets an instant in the future, instead of which now is taken
   * @throws ProblemException 400 with all errors
   */
  static ImportedTask read(
      ObjectNode json, ImportedIds ids, Command command, ZoneId zone, LeftOut without) {
    return new ImportedTaskFields(json, command, zone, without).read(ids);
  }

  private ImportedTask read(ImportedIds ids) {
    Content content = content(written(json, TaskFields.NAMES), "");
    Content carried = carried();
    Occurrence occurrence = occurrence(content == null ? null : content.due(), ids);
    Closing closing = closing();
    Instant createdAt = instant("createdAt");
    String previous = fields.visibleText("previous", MAX_ID_LENGTH);
    errors.throwIfAny();
    return new ImportedTask(
        Objects.requireNonNull(content),
        occurrence == null ? null : carried,
        occurrence,
        closing,
        previous == null ? null : ids.task(previous),
        requireNonNullElse(createdAt, command.at()));
  }

  private @Nullable Content carried() {
    ObjectNode carried = fields.tree("carried");
    return carried == null ? null : content(written(carried, carried.propertyNames()), "/carried");
  }

  private ObjectNode written(ObjectNode from, Collection<String> names) {
    ObjectNode written = EventJson.MAPPER.createObjectNode();
    names.stream()
        .filter(from::has)
        .filter(name -> !name.equals("recurrence"))
        .forEach(name -> written.set(name, from.get(name)));
    if (json.has("listId")) {
      written.set("listId", json.get("listId"));
    }
    return written;
  }

  private @Nullable Content content(ObjectNode written, String pointer) {
    try {
      return TaskFields.draft(written, command.actor(), () -> zone).content();
    } catch (ProblemException refused) {
      refused(refused, pointer);
      return null;
    }
  }

  private void refused(ProblemException refused, String pointer) {
    for (FieldError error : refused.problem().errors()) {
      errors.add(pointer + error.pointer(), error.detail());
    }
  }

  private @Nullable Occurrence occurrence(@Nullable Due due, ImportedIds ids) {
    boolean isAnchored = fields.has("anchor");
    Due anchor = isAnchored ? DueFields.read(fields, "anchor") : due;
    Recurrence rule = rule(anchor, isAnchored ? "anchor" : "due");
    if (rule == null || errors.has("")) {
      return null;
    }
    String series = fields.visibleText("seriesId", MAX_ID_LENGTH);
    UUID seriesId =
        ids.series(series == null ? String.valueOf(fields.text("id", MAX_ID_LENGTH)) : series);
    Integer number = fields.integer("occurrenceNumber", 1, Integer.MAX_VALUE);
    return new Occurrence(
        new Series(seriesId, rule, anchor), key(anchor), requireNonNullElse(number, 1));
  }

  /** Validated with the date from which the rule counts, which need not be the due date. */
  private @Nullable Recurrence rule(@Nullable Due anchor, String anchorName) {
    if (!fields.has("recurrence")) {
      return null;
    }
    ObjectNode series = EventJson.MAPPER.createObjectNode().put("title", "-");
    series.set("recurrence", json.get("recurrence"));
    series.set("due", EventJson.MAPPER.valueToTree(anchor));
    try {
      return TaskFields.draft(series, command.actor(), () -> zone).recurrence();
    } catch (ProblemException refused) {
      refused.problem().errors().stream()
          .map(e -> new FieldError(e.pointer().replaceFirst("^/due", "/" + anchorName), e.detail()))
          .filter(error -> !errors.has(error.pointer()))
          .forEach(error -> errors.add(error.pointer(), error.detail()));
      return null;
    }
  }

  private @Nullable OccurrenceKey key(@Nullable Due anchor) {
    if (anchor == null) {
      return fields.has("occurrence")
          ? fields.wrong("occurrence", "is allowed with an anchor or a due date only")
          : null;
    }
    OccurrenceKey key =
        fields.parsed(
            "occurrence",
            text -> key(text, anchor),
            "must be a local date, or date and time, like the anchor");
    return key == null ? new OccurrenceKey(anchor.date(), anchor.time()) : key;
  }

  private static OccurrenceKey key(String text, Due anchor) {
    OccurrenceKey key = OccurrenceKey.parse(text);
    if ((key.time() == null) != (anchor.time() == null)
        || key.date().isBefore(Series.FIRST_DATE)
        || key.date().isAfter(Series.LAST_DATE)) {
      throw new DateTimeException("not an occurrence of the series");
    }
    return key;
  }

  private @Nullable Closing closing() {
    Status status = fields.choice("status", Status.class);
    Instant completed = instant("completedAt");
    Instant skipped = instant("skippedAt");
    return switch (status) {
      case null -> null;
      case OPEN -> null;
      case COMPLETED -> closing(Closing.Kind.COMPLETED, completed);
      case SKIPPED -> closing(Closing.Kind.SKIPPED, skipped);
    };
  }

  private Closing closing(Closing.Kind kind, @Nullable Instant at) {
    return new Closing(kind, requireNonNullElse(at, command.at()), zone);
  }

  /** In microseconds, the precision of the database. */
  private @Nullable Instant instant(String name) {
    Instant instant = TimeFields.happenedAt(fields, name);
    if (instant == null) {
      return null;
    }
    Instant happened = HappenedAt.of(instant, command.at());
    if (!happened.equals(instant)) {
      without.add(name, "is in the future; the time of the import was taken");
    }
    return happened.truncatedTo(ChronoUnit.MICROS);
  }
}
