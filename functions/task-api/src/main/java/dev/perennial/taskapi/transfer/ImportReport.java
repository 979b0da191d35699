package dev.perennial.taskapi.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.api.problem.Problem.FieldError;
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
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      int line,
      @Nullable String kind,
      @Nullable UUID id,
      Outcome outcome,
      @Nullable List<FieldError> errors) {

    /** Limits the size of the report for a file with many errors. */
    private static final int MAX_ERRORS = 3;

    static Result failed(int line, @Nullable String kind, List<FieldError> errors) {
      return new Result(
          line, kind, null, Outcome.FAILED, errors.stream().limit(MAX_ERRORS).toList());
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
