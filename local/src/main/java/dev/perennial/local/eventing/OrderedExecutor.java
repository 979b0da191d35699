package dev.perennial.local.eventing;

import static java.util.concurrent.CompletableFuture.runAsync;

import dev.perennial.local.manifest.DeliveryOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;

/** Executes the deliveries of a consumer: concurrently, or in order per partition. */
@FunctionalInterface
interface OrderedExecutor {

  void execute(TopicPartition partition, Runnable delivery);

  static OrderedExecutor of(DeliveryOrder order, Executor executor) {
    return switch (order) {
      case UNORDERED -> (_, delivery) -> executor.execute(delivery);
      case ORDERED -> oneAtATimePerPartition(executor);
    };
  }

  /** After a delivery that threw, no later one of its partition runs: it must not be overtaken. */
  private static OrderedExecutor oneAtATimePerPartition(Executor executor) {
    Map<TopicPartition, CompletableFuture<Void>> last = new HashMap<>();
    return (partition, delivery) ->
        last.compute(
            partition,
            (_, before) ->
                before == null
                    ? runAsync(delivery, executor)
                    : before.thenRunAsync(delivery, executor));
  }
}
