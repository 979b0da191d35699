package dev.perennial.local.eventing;

import io.cloudevents.CloudEvent;
import java.time.Duration;

/** Receives events: a Service, a Broker's ingress or a KafkaSink. */
interface Receiver {

  /** Makes one attempt. Every failure is returned as a result, not thrown. */
  DeliveryResult receive(CloudEvent event, Duration timeout) throws InterruptedException;

  /** Returns its URL on a cluster, for the dead letter. */
  String destination();
}
