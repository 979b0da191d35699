package dev.perennial.taskapi.task;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.request.QueryText;
import dev.perennial.events.EventJson;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.UserId;
import dev.perennial.runtime.Texts;
import dev.perennial.taskapi.fields.TaskFields;
import dev.perennial.taskapi.fields.TimeFields;
import dev.perennial.tasks.store.TaskCriteria;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters that select tasks, apart from their status and list. */
final class CriteriaParameters {

  static final List<String> NAMES =
      List.of("q", "tag", "priority", "assignee", "dueFrom", "dueTo", "overdue");

  private static final int MAX_LENGTH = 250;
  private static final int MAX_WORDS = 10;

  /** The values of the parameter {@code overdue}. */
  private enum Choice {
    TRUE,
    FALSE
  }

  private final ApiRequest request;
  private final FieldErrors errors;

  private CriteriaParameters(ApiRequest request, FieldErrors errors) {
    this.request = request;
    this.errors = errors;
  }

  /**
   * Everything that is wrong is added to the errors.
   *
   * @param now the local time of the user
   */
  static TaskCriteria read(ApiRequest request, Supplier<ZonedDateTime> now, FieldErrors errors) {
    return new CriteriaParameters(request, errors).read(now);
  }

  private TaskCriteria read(Supplier<ZonedDateTime> now) {
    LocalDate from = parsed("dueFrom", TimeFields::date, TimeFields.DATE_FORM);
    LocalDate to = parsed("dueTo", TimeFields::date, TimeFields.DATE_FORM);
    if (from != null && to != null && to.isBefore(from)) {
      errors.add("/dueTo", "must be dueFrom or later");
    }
    boolean overdue =
        QueryChoice.read(request, "overdue", Choice.class, errors).orElse(Choice.FALSE)
            == Choice.TRUE;
    return new TaskCriteria(
        words(),
        tag(),
        QueryChoice.read(request, "priority", Priority.class, errors).orElse(null),
        parsed("assignee", UserId::parse, UserId.FORM),
        from,
        to,
        overdue ? now.get() : null);
  }

  /** A text that differs for different criteria, whenever they are evaluated. */
  static String text(TaskCriteria criteria) {
    List<@Nullable String> values = new ArrayList<>();
    values.add(criteria.words());
    values.add(criteria.tag());
    values.add(criteria.priority() == null ? null : criteria.priority().name());
    values.add(criteria.assignee());
    values.add(criteria.dueFrom() == null ? null : criteria.dueFrom().toString());
    values.add(criteria.dueTo() == null ? null : criteria.dueTo().toString());
    values.add(criteria.overdueAt() == null ? null : "overdue");
    return EventJson.MAPPER.writeValueAsString(values);
  }

  private @Nullable String words() {
    String words = QueryText.read(request, "q", errors).orElse(null);
    if (words != null
        && (words.isBlank()
            || Texts.length(words) > MAX_LENGTH
            || words.strip().split("\\s+").length > MAX_WORDS)) {
      errors.add(
          "/q", "must be 1 to " + MAX_WORDS + " words, of " + MAX_LENGTH + " characters in all");
      return null;
    }
    return words;
  }

  private @Nullable String tag() {
    String tag = QueryText.read(request, "tag", errors).orElse(null);
    if (tag != null && (tag.isBlank() || Texts.length(tag) > TaskFields.TAG)) {
      errors.add("/tag", "must be a tag: 1 to " + TaskFields.TAG + " characters, not blank");
      return null;
    }
    return tag;
  }

  private <T> @Nullable T parsed(String name, Function<String, T> parse, String form) {
    String text = request.param(name).orElse(null);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (RuntimeException notOfThatForm) {
      errors.add("/" + name, form);
      return null;
    }
  }
}
