package dev.perennial.taskapi.batch;

import dev.perennial.runtime.Trace;
import dev.perennial.tasks.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Executes the operations of a batch in their order, but creates and edits of different tasks,
 * which do not affect each other, in parallel, so that they share the waiting for the disk.
 */
final class BatchPlan {

  /** Leaves connections of the pool to other requests. */
  private static final int MAX_PARALLEL = 4;

  /** An item with its command and its index in the batch. */
  record Step(int place, BatchItem item, Command command) {

    private Object task() {
      return item.taskId() == null ? place : item.taskId();
    }
  }

  private final List<Step> steps;

  BatchPlan(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The results in the order of the batch. */
  List<BatchResult> run(Function<Step, BatchResult> work) {
    BatchResult[] results = new BatchResult[steps.size()];
    try (ExecutorService threads =
        Executors.newFixedThreadPool(MAX_PARALLEL, Thread.ofVirtual().factory())) {
      for (Collection<List<Step>> stage : stages()) {
        await(stage.stream().map(chain -> threads.submit(inTrace(chain, work, results))).toList());
      }
    }
    return List.of(results);
  }

  /** Stages run one after the other, the chains of a stage in parallel. */
  private List<Collection<List<Step>>> stages() {
    List<Collection<List<Step>>> stages = new ArrayList<>();
    Map<Object, List<Step>> chains = new LinkedHashMap<>();
    Set<UUID> opIds = new HashSet<>();
    for (Step step : steps) {
      // A repeated opId gets the result of the first, so it runs after it.
      if (!opIds.add(step.item.opId()) || !step.item.isIndependent()) {
        stages.add(List.copyOf(chains.values()));
        chains = new LinkedHashMap<>();
        stages.add(List.of(List.of(step)));
      } else {
        chains.computeIfAbsent(step.task(), _ -> new ArrayList<>()).add(step);
      }
    }
    stages.add(chains.values());
    return stages;
  }

  private static Runnable inTrace(
      List<Step> chain, Function<Step, BatchResult> work, BatchResult[] results) {
    String trace = Trace.current();
    return () -> {
      try (var _ = Trace.resume(trace)) {
        chain.forEach(step -> results[step.place()] = work.apply(step));
      }
    };
  }

  private static void await(List<? extends Future<?>> chains) {
    try {
      for (Future<?> chain : chains) {
        chain.get();
      }
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException fault
          ? fault
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch was running", e);
    }
  }
}
