package dev.perennial.runtime.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** What several do at the same time, each in a thread of its own. */
public final class AtOnce {

  private AtOnce() {}

  /**
   * Runs all at the same time and returns their results, in their order.
   *
   * @throws ExecutionException if one of them failed
   */
  public static <T> List<T> all(List<Callable<T>> works)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(works.size())) {
      var results = new ArrayList<T>();
      for (var done : threads.invokeAll(works)) {
        results.add(done.get());
      }
      return results;
    }
  }
}
