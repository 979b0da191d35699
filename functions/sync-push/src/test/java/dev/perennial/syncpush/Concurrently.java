package dev.perennial.syncpush;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Runs the same work in several threads that start at the same time. */
final class Concurrently {

  private Concurrently() {}

  static <T> List<T> run(int times, Callable<T> work) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = new CountDownLatch(1);
      var running =
          Stream.generate(
                  () ->
                      executor.submit(
                          () -> {
                            start.await();
                            return work.call();
                          }))
              .limit(times)
              .toList();
      start.countDown();
      var results = new ArrayList<T>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
