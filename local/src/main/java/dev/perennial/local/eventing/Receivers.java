package dev.perennial.local.eventing;

import static java.util.stream.Collectors.toMap;

import dev.perennial.local.http.FunctionClient;
import dev.perennial.local.manifest.Broker;
import dev.perennial.local.manifest.Destination;
import dev.perennial.local.manifest.Destination.ToBroker;
import dev.perennial.local.manifest.Destination.ToService;
import dev.perennial.local.manifest.Destination.ToSink;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Sink;
import dev.perennial.local.manifest.Sink.ContentMode;
import dev.perennial.local.serving.Activator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;

/** Creates the receiver of a destination, and owns the connections to all of them. */
final class Receivers {

  private final String namespace;
  private final Map<String, Broker> brokers;
  private final Map<String, Sink> sinks;
  private final Activator activator;
  private final Map<String, Producer<String, byte[]>> producers = new HashMap<>();
  private final Function<String, Producer<String, byte[]>> newProducer;
  private final FunctionClient client = new FunctionClient();

  /**
   * @param newProducer creates the producer of a user
   */
  Receivers(
      Manifests manifests,
      Activator activator,
      Function<String, Producer<String, byte[]>> newProducer) {
    this.namespace = manifests.namespace();
    this.brokers = manifests.brokers().stream().collect(toMap(Broker::name, Function.identity()));
    this.sinks = manifests.sinks().stream().collect(toMap(Sink::name, Function.identity()));
    this.activator = activator;
    this.newProducer = newProducer;
  }

  Receiver of(Destination destination) {
    return switch (destination) {
      case ToBroker(String name) -> ingress(brokers.get(name));
      case ToSink(String name) -> sink(sinks.get(name));
      case ToService(String name) ->
          new Subscriber(
              name,
              namespace,
              "http://" + name + "." + namespace + ".svc.cluster.local",
              activator,
              client);
    };
  }

  Receiver ingress(Broker broker) {
    return new TopicReceiver(
        ingress("kafka-broker-ingress", broker.name()),
        broker.topic(),
        ContentMode.BINARY,
        producer(broker.user()));
  }

  private Receiver sink(Sink sink) {
    return new TopicReceiver(
        ingress("kafka-sink-ingress", sink.name()),
        sink.topic(),
        sink.contentMode(),
        producer(sink.user()));
  }

  private synchronized Producer<String, byte[]> producer(String user) {
    return producers.computeIfAbsent(user, newProducer);
  }

  private String ingress(String host, String name) {
    return "http://" + host + ".knative-eventing.svc.cluster.local/" + namespace + "/" + name;
  }

  void close() {
    client.close();
    closeProducers();
  }

  private synchronized void closeProducers() {
    producers.values().forEach(producer -> producer.close(Duration.ZERO));
  }
}
