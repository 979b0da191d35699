package dev.perennial.local.eventing;

import static java.util.stream.Collectors.toMap;

import dev.perennial.local.manifest.Broker;
import dev.perennial.local.manifest.Destination;
import dev.perennial.local.manifest.Destination.ToBroker;
import dev.perennial.local.manifest.Destination.ToService;
import dev.perennial.local.manifest.Destination.ToSink;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Sink;
import dev.perennial.local.manifest.Sink.ContentMode;
import dev.perennial.local.serving.Activator;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;

/** Creates the receiver of a destination, and owns the connections to all of them. */
final class Receivers {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String namespace;
  private final Map<String, Broker> brokers;
  private final Map<String, Sink> sinks;
  private final Activator activator;
  private final Producer<String, byte[]> producer;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(threads)
          .build();

  Receivers(Manifests manifests, Activator activator, Producer<String, byte[]> producer) {
    this.namespace = manifests.namespace();
    this.brokers = manifests.brokers().stream().collect(toMap(Broker::name, Function.identity()));
    this.sinks = manifests.sinks().stream().collect(toMap(Sink::name, Function.identity()));
    this.activator = activator;
    this.producer = producer;
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
        producer);
  }

  private Receiver sink(Sink sink) {
    return new TopicReceiver(
        ingress("kafka-sink-ingress", sink.name()), sink.topic(), sink.contentMode(), producer);
  }

  private String ingress(String host, String name) {
    return "http://" + host + ".knative-eventing.svc.cluster.local/" + namespace + "/" + name;
  }

  void close() {
    client.shutdownNow();
    threads.shutdownNow();
    producer.close(Duration.ZERO);
  }
}
