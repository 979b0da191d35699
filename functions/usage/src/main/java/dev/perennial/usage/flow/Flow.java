package dev.perennial.usage.flow;

import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.query.InvocationView;
import dev.perennial.usage.store.InvocationRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a trace as a tree. A step whose cause is not among them is at the top.
 *
 * @param steps in the order of their starts
 */
record Flow(String traceId, List<InvocationRow> steps, PriceBook book) {

  /** A step below so many others is shown at the top. */
  private static final int DEEPEST = 100;

  Map<String, Object> json() {
    Map<String, InvocationRow> bySpan = new LinkedHashMap<>();
    Map<String, List<InvocationRow>> children = new LinkedHashMap<>();
    steps.forEach(step -> bySpan.put(step.spanId(), step));
    List<InvocationRow> top = new ArrayList<>();
    for (InvocationRow step : steps) {
      if (step.parentSpanId() != null
          && bySpan.containsKey(step.parentSpanId())
          && !isTooDeep(step, bySpan)) {
        children.computeIfAbsent(step.parentSpanId(), _ -> new ArrayList<>()).add(step);
      } else {
        top.add(step);
      }
    }
    Amount cost =
        steps.stream()
            .map(step -> InvocationView.cost(step, book))
            .reduce(Amount.ZERO, Amount::plus);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("traceId", traceId);
    json.put("startedAt", steps.getFirst().startedAt());
    json.put("durationMicros", micros(steps.getFirst().startedAt(), end()));
    json.put("invocations", steps.size());
    json.put("cost", cost.text());
    json.put("steps", top.stream().map(step -> json(step, null, children)).toList());
    return json;
  }

  /** A client may send any parent, so a trace can have a cycle, or be one long chain. */
  private static boolean isTooDeep(InvocationRow step, Map<String, InvocationRow> bySpan) {
    int depth = 0;
    InvocationRow at = step;
    while (at != null && at.parentSpanId() != null && depth <= DEEPEST) {
      at = bySpan.get(at.parentSpanId());
      depth++;
    }
    return depth > DEEPEST;
  }

  private Instant end() {
    return steps.stream().map(Flow::endOf).max(Instant::compareTo).orElseThrow();
  }

  private static Instant endOf(InvocationRow step) {
    return step.startedAt().plus(step.wallUs(), ChronoUnit.MICROS);
  }

  private static long micros(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toNanos() / 1000);
  }

  private Map<String, Object> json(
      InvocationRow step,
      @Nullable InvocationRow parent,
      Map<String, List<InvocationRow>> children) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("waitedMicros", waited(step, parent));
    json.putAll(InvocationView.json(step, book));
    json.put(
        "steps",
        children.getOrDefault(step.spanId(), List.of()).stream()
            .map(child -> json(child, step, children))
            .toList());
    return json;
  }

  /** From the time of the event, or else from the end of the step that caused it; 0 without one. */
  private static long waited(InvocationRow step, @Nullable InvocationRow parent) {
    if (step.eventTime() != null) {
      return micros(step.eventTime(), step.startedAt());
    }
    return parent == null ? 0 : micros(endOf(parent), step.startedAt());
  }
}
