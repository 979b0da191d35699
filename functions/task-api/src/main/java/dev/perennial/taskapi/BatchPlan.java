package dev.perennial.taskapi;

import dev.perennial.runtime.Trace;
import dev.perennial.tasks.Act;
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
 * In which order the operations of a batch are done. It is their own, but that makes and edits of
 * different tasks, which cannot see each other, wait for the disk together and not one by one.
 */
final class BatchPlan {

  /** Of the pool's connections, so that others get theirs. */
  private static final int AT_ONCE = 4;

  /** What is asked for and the act it is, at its place in the batch. */
  record Step(int place, BatchItem item, Act act) {

    private Object task() {
      return item.taskId() == null ? place : item.taskId();
    }
  }

  private final List<Step> steps;

  BatchPlan(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** What each step came to, in the order of the batch. */
  List<BatchResult> run(Function<Step, BatchResult> work) {
    BatchResult[] results = new BatchResult[steps.size()];
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (Collection<List<Step>> stage : stages()) {
        await(stage.stream().map(chain -> threads.submit(inTrace(chain, work, results))).toList());
      }
    }
    return List.of(results);
  }

  /** Stages follow each other; the chains of a stage do not touch each other. */
  private List<Collection<List<Step>>> stages() {
    List<Collection<List<Step>>> stages = new ArrayList<>();
    Map<Object, List<Step>> chains = new LinkedHashMap<>();
    Set<UUID> opIds = new HashSet<>();
    for (Step step : steps) {
      // One that comes twice is answered by what the first came to.
      if (!opIds.add(step.item.opId()) || !step.item.standsAlone()) {
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
      throw new IllegalStateException("stopped in the middle of a batch", e);
    }
  }
}
