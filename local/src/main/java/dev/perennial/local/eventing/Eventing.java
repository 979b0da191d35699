package dev.perennial.local.eventing;

import static java.util.stream.Collectors.toSet;

import dev.perennial.local.manifest.Broker;
import dev.perennial.local.manifest.DeliveryOrder;
import dev.perennial.local.manifest.Destination.ToService;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.PingSource;
import dev.perennial.local.manifest.Source;
import dev.perennial.local.manifest.Source.InitialOffset;
import dev.perennial.local.manifest.Topic;
import dev.perennial.local.manifest.Trigger;
import dev.perennial.local.serving.Activator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs what {@code eventing/} declares: delivers events from topics to Services, from start to
 * stop.
 */
public final class Eventing {

  private final Manifests manifests;
  private final KafkaClients clients;
  private final Receivers receivers;
  private final StopSignal stop = new StopSignal();
  private final PingSources pings;
  private final List<TopicConsumer> consumers = new ArrayList<>();
  private final List<EventCounters> sourceCounters = new ArrayList<>();
  private final List<EventCounters> triggerCounters = new ArrayList<>();

  /**
   * @param logins to the Kafka on this machine, instead of the addresses in the YAML
   * @param scheduler of the PingSources
   */
  public Eventing(
      Manifests manifests, KafkaLogins logins, Activator activator, Scheduler scheduler) {
    this.manifests = manifests;
    this.clients = new KafkaClients(logins);
    this.receivers = new Receivers(manifests, activator, clients::producer);
    this.pings = new PingSources(new PingEvents(manifests.namespace()), receivers, scheduler, stop);
  }

  /**
   * Creates the topics and starts to deliver. After it returns, every Trigger receives each event
   * that is published.
   *
   * @throws IllegalStateException if the topics cannot be created
   */
  public void start() throws InterruptedException {
    Map<String, Integer> partitions = createTopics();
    manifests.triggers().forEach(trigger -> add(trigger, partitions));
    manifests.sources().forEach(source -> add(source, partitions));
    consumers.forEach(TopicConsumer::start);
  }

  /** Schedules this PingSource and removes the earlier one of the same name. */
  public void schedule(PingSource source) {
    pings.schedule(source);
  }

  /**
   * Sends a tick of this PingSource now, in addition to its schedule. Returns false if there is
   * none.
   */
  public boolean tickNow(String pingSource) {
    return pings.tickNow(pingSource);
  }

  /**
   * Sends one tick of every PingSource. This machine may have been off all night, unlike a
   * cluster's adapter, and due reminders must not wait for the next scheduled tick.
   */
  public void tickAllNow() {
    pings.status().forEach(ping -> pings.tickNow(ping.name()));
  }

  /** Can be called at any time, by any thread. */
  public List<PingStatus> pings() {
    return pings.status();
  }

  /**
   * Reads no further events, waits for deliveries in progress and commits the offsets.
   *
   * @param grace maximum wait; interrupted deliveries are repeated after the next start
   */
  public void stop(Duration grace) throws InterruptedException {
    stop.set(grace);
    pings.stop();
    consumers.forEach(TopicConsumer::wakeUp);
    for (TopicConsumer consumer : consumers) {
      consumer.awaitStopped();
    }
    receivers.close();
  }

  /** Can be called at any time, by any thread. */
  public EventCounts counts() {
    return new EventCounts(
        sum(sourceCounters.stream(), counters -> counters.read().sum()),
        sum(triggerCounters.stream(), counters -> counters.delivered().sum()),
        sum(
            Stream.concat(sourceCounters.stream(), triggerCounters.stream()),
            counters -> counters.deadLettered().sum()));
  }

  private static long sum(Stream<EventCounters> counters, ToLongFunction<EventCounters> count) {
    return counters.mapToLong(count).sum();
  }

  private Map<String, Integer> createTopics() throws InterruptedException {
    List<Topic> topics = new ArrayList<>(manifests.topics());
    for (Broker broker : manifests.brokers()) {
      topics.add(new Topic(broker.topic(), broker.partitions(), broker.config()));
    }
    try (Admin admin = clients.admin()) {
      return new Topics(admin).ensure(topics);
    }
  }

  private void add(Trigger trigger, Map<String, Integer> partitions) {
    var counters = new EventCounters();
    triggerCounters.add(counters);
    var egress =
        new Egress(
            "trigger " + trigger.name(),
            RecordReader.ofTrigger(),
            new EventFilter(trigger.filters()),
            receivers.of(new ToService(trigger.service())),
            Optional.of(receivers.ingress(trigger.broker())),
            trigger.delivery().deadLetterSink().map(receivers::of),
            new RetryingDelivery(trigger.delivery(), stop),
            counters);
    consume(trigger.broker().user(), trigger.consumerGroup(), egress, trigger.order())
        .initializeOffsets(
            partitionsOf(List.of(trigger.broker().topic()), partitions), InitialOffset.LATEST);
  }

  private void add(Source source, Map<String, Integer> partitions) {
    var counters = new EventCounters();
    sourceCounters.add(counters);
    var egress =
        new Egress(
            "source " + source.name(),
            RecordReader.ofSource(resource(source)),
            new EventFilter(List.of()),
            receivers.of(source.sink()),
            Optional.empty(),
            source.delivery().deadLetterSink().map(receivers::of),
            new RetryingDelivery(source.delivery(), stop),
            counters);
    consume(source.user(), source.consumerGroup(), egress, source.ordering())
        .initializeOffsets(partitionsOf(source.topics(), partitions), source.initialOffset());
  }

  private String resource(Source source) {
    return "/apis/v1/namespaces/" + manifests.namespace() + "/kafkasources/" + source.name();
  }

  private TopicConsumer consume(String user, String group, Egress egress, DeliveryOrder order) {
    var consumer =
        new TopicConsumer(
            egress.name(), clients.consumer(user, group), order, new Dispatcher(egress), stop);
    consumers.add(consumer);
    return consumer;
  }

  private static Set<TopicPartition> partitionsOf(
      List<String> topics, Map<String, Integer> partitions) {
    return topics.stream()
        .flatMap(
            topic ->
                IntStream.range(0, partitions.get(topic))
                    .mapToObj(number -> new TopicPartition(topic, number)))
        .collect(toSet());
  }
}
