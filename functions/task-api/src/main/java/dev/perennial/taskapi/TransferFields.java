package dev.perennial.taskapi;

import static java.util.Objects.requireNonNullElse;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Closing;
import dev.perennial.tasks.Content;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.OccurrenceKey;
import dev.perennial.tasks.Series;
import dev.perennial.tasks.Transfer;
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

/** A task that is brought along, read from JSON as it was answered elsewhere. */
final class TransferFields {

  /** What a task has beside what people write. */
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

  private static final int ID = 255;
  private static final String MOMENT = "must be a moment such as 2026-03-01T09:00:00Z";

  private final ObjectNode json;
  private final Act act;
  private final ZoneId zone;
  private final FieldErrors errors = new FieldErrors();
  private final JsonFields fields;

  private TransferFields(ObjectNode json, Act act, ZoneId zone) {
    this.json = json;
    this.act = act;
    this.zone = zone;
    this.fields = JsonFields.of(json, errors, ALL);
  }

  /**
   * @param json with the id of a list that is here
   * @param zone where the person is
   * @throws ProblemException 400 with everything that is wrong
   */
  static Transfer read(ObjectNode json, SourceIds ids, Act act, ZoneId zone) {
    return new TransferFields(json, act, zone).read(ids);
  }

  private Transfer read(SourceIds ids) {
    Content content = content(written(json, TaskFields.NAMES), "");
    Content carried = carried();
    Occurrence turn = occurrence(content == null ? null : content.due(), ids);
    Closing closing = closing();
    Instant createdAt = moment("createdAt");
    String previous = fields.visibleText("previous", ID);
    errors.throwIfAny();
    return new Transfer(
        Objects.requireNonNull(content),
        turn == null ? null : carried,
        turn,
        closing,
        previous == null ? null : ids.task(previous),
        requireNonNullElse(createdAt, act.at()));
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
      return TaskFields.draft(written, act.actor()).content();
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

  private @Nullable Occurrence occurrence(@Nullable Due due, SourceIds ids) {
    boolean isAnchored = fields.has("anchor");
    Due anchor = isAnchored ? DueFields.read(fields, "anchor") : due;
    Recurrence rule = rule(anchor, isAnchored ? "anchor" : "due");
    if (rule == null || errors.has("")) {
      return null;
    }
    String series = fields.visibleText("seriesId", ID);
    UUID seriesId = ids.series(series == null ? String.valueOf(fields.text("id", ID)) : series);
    Integer number = fields.integer("occurrenceNumber", 1, Integer.MAX_VALUE);
    return new Occurrence(
        new Series(seriesId, rule, anchor), key(anchor), requireNonNullElse(number, 1));
  }

  /** Read beside the date it counts from, which need not be the one it is due on. */
  private @Nullable Recurrence rule(@Nullable Due anchor, String anchorName) {
    if (!fields.has("recurrence")) {
      return null;
    }
    ObjectNode series = EventJson.MAPPER.createObjectNode().put("title", "-");
    series.set("recurrence", json.get("recurrence"));
    series.set("due", EventJson.MAPPER.valueToTree(anchor));
    try {
      return TaskFields.draft(series, act.actor()).recurrence();
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
          ? fields.wrong("occurrence", "goes with an anchor or a due date only")
          : null;
    }
    OccurrenceKey key =
        fields.parsed(
            "occurrence",
            text -> key(text, anchor),
            "must be a local date, or date and time, as the anchor is");
    return key == null ? new OccurrenceKey(anchor.date(), anchor.time()) : key;
  }

  private static OccurrenceKey key(String text, Due anchor) {
    OccurrenceKey key = OccurrenceKey.parse(text);
    if ((key.time() == null) != (anchor.time() == null)
        || key.date().isBefore(Series.FIRST_DATE)
        || key.date().isAfter(Series.LAST_DATE)) {
      throw new DateTimeException("no occurrence of such a series");
    }
    return key;
  }

  private @Nullable Closing closing() {
    Status status = fields.choice("status", Status.class);
    Instant completed = moment("completedAt");
    Instant skipped = moment("skippedAt");
    return switch (status) {
      case null -> null;
      case OPEN -> null;
      case COMPLETED -> closing(Closing.Kind.COMPLETED, completed);
      case SKIPPED -> closing(Closing.Kind.SKIPPED, skipped);
    };
  }

  private Closing closing(Closing.Kind kind, @Nullable Instant at) {
    return new Closing(kind, requireNonNullElse(at, act.at()), zone);
  }

  /** To the microsecond, as the database keeps it. */
  private @Nullable Instant moment(String name) {
    Instant moment = fields.parsed(name, HappenedAt::parse, MOMENT);
    return moment == null ? null : HappenedAt.of(moment, act.at()).truncatedTo(ChronoUnit.MICROS);
  }
}
