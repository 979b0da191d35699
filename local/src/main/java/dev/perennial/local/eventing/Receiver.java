package dev.perennial.local.eventing;

import io.cloudevents.CloudEvent;
import java.time.Duration;

/** Whoever takes an event: a Service, a Broker's ingress or a KafkaSink. */
interface Receiver {

  /** Tries once; a fault of any kind is an answer. */
  DeliveryResult receive(CloudEvent event, Duration timeout) throws InterruptedException;

  /** The address it has on a cluster, as a dead letter names it. */
  String destination();
}
