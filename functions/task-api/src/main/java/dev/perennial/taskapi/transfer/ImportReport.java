package dev.perennial.taskapi.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.taskapi.transfer.format.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The result of an import, with its items in their order. */
record ImportReport(long imported, long unchanged, long failed, List<Result> items) {

  /** The outcome of an item. */
  enum Outcome {
    @JsonProperty("created")
    CREATED,
    /** It existed already. */
    @JsonProperty("unchanged")
    UNCHANGED,
    @JsonProperty("failed")
    FAILED
  }

  /**
   * @param line on which it starts; the first is 1
   * @param kind null if it is not known
   * @param id of the imported or existing list or task; null if there is none
   * @param errors why it failed; omitted if it did not
   * @param without what was left out of it; omitted if nothing was. Of an unchanged task, the
   *     fields in which the existing one differs
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      int line,
      @Nullable String kind,
      @Nullable UUID id,
      Outcome outcome,
      @Nullable List<FieldError> errors,
      @Nullable List<FieldError> without) {

    /** Limits the size of the report for a file with many errors. */
    private static final int MAX_ERRORS = 3;

    static Result failed(int line, @Nullable String kind, List<FieldError> errors) {
      return new Result(
          line, kind, null, Outcome.FAILED, errors.stream().limit(MAX_ERRORS).toList(), null);
    }

    static Result of(int line, String kind, @Nullable UUID id, Outcome outcome) {
      return new Result(line, kind, id, outcome, null, null);
    }

    /** About the characters of its texts. */
    private int length() {
      return length(errors) + length(without);
    }

    private static int length(@Nullable List<FieldError> texts) {
      return texts == null
          ? 0
          : texts.stream().mapToInt(text -> text.pointer().length() + text.detail().length()).sum();
    }

    /** Says only how much there is to say. */
    private Result shortened() {
      return new Result(line, kind, id, outcome, shortened(errors), shortened(without));
    }

    private static @Nullable List<FieldError> shortened(@Nullable List<FieldError> texts) {
      return texts == null
          ? null
          : List.of(
              new FieldError(
                  "",
                  "the report is too long; import this item alone to see these " + texts.size()));
    }

    static Result ofTask(int line, UUID id, Outcome outcome, LeftOut without) {
      List<FieldError> entries = without.entries();
      return new Result(line, "task", id, outcome, null, entries.isEmpty() ? null : entries);
    }
  }

  /** Collects the results of items; of those beyond a length of all texts only their number. */
  static final class Results {

    private static final int MAX_LENGTH = 1024 * 1024;

    private final List<Result> all = new ArrayList<>();
    private int length;

    void add(Result result) {
      Result added = length + result.length() > MAX_LENGTH ? result.shortened() : result;
      length += added.length();
      all.add(added);
    }

    /** In the order of their lines. */
    List<Result> inOrder() {
      all.sort(Comparator.comparingInt(Result::line));
      return all;
    }
  }

  static ImportReport of(List<Result> items) {
    return new ImportReport(
        count(items, Outcome.CREATED),
        count(items, Outcome.UNCHANGED),
        count(items, Outcome.FAILED),
        items);
  }

  private static long count(List<Result> items, Outcome outcome) {
    return items.stream().filter(item -> item.outcome() == outcome).count();
  }
}
