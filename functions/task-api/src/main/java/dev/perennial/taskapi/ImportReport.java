package dev.perennial.taskapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.api.problem.Problem.FieldError;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of everything that was brought along, in its order. */
record ImportReport(long imported, long unchanged, long failed, List<Result> items) {

  /** What became of an item. */
  enum Outcome {
    @JsonProperty("created")
    CREATED,
    /** It was there already. */
    @JsonProperty("unchanged")
    UNCHANGED,
    @JsonProperty("failed")
    FAILED
  }

  /**
   * @param line on which it starts; the first is 1
   * @param kind as far as that is known
   * @param id by which it is found here; null if it is not here, or has none
   * @param errors why it failed; left out if it did not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      int line,
      @Nullable String kind,
      @Nullable UUID id,
      Outcome outcome,
      @Nullable List<FieldError> errors) {

    /** A file of nothing but mistakes is not answered with a longer one. */
    private static final int MOST_ERRORS = 3;

    static Result failed(int line, @Nullable String kind, List<FieldError> errors) {
      return new Result(
          line, kind, null, Outcome.FAILED, errors.stream().limit(MOST_ERRORS).toList());
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
