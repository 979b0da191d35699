package dev.perennial.local.eventing;

import dev.perennial.local.manifest.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Creates and updates the declared topics, as Redpanda's operator and the Broker's controller do on
 * a cluster.
 */
final class Topics {

  private static final short REPLICAS = 1;
  private static final int MAX_POLLS = 500;
  private static final int POLL_INTERVAL_MILLIS = 20;

  private final Admin admin;

  Topics(Admin admin) {
    this.admin = admin;
  }

  /**
   * Creates missing topics and updates the configuration of existing ones. Returns the number of
   * partitions of each.
   */
  Map<String, Integer> ensure(List<Topic> declared) throws InterruptedException {
    try {
      Set<String> existing = admin.listTopics().names().get();
      Map<String, Integer> partitions =
          new HashMap<>(
              create(declared.stream().filter(topic -> !existing.contains(topic.name())).toList()));
      partitions.putAll(
          updateConfigs(
              declared.stream().filter(topic -> existing.contains(topic.name())).toList()));
      return partitions;
    } catch (ExecutionException failure) {
      throw new IllegalStateException("the topics could not be created", failure.getCause());
    }
  }

  private Map<String, Integer> create(List<Topic> missing)
      throws InterruptedException, ExecutionException {
    CreateTopicsResult created =
        admin.createTopics(
            missing.stream()
                .map(
                    topic ->
                        new NewTopic(topic.name(), topic.partitions(), REPLICAS)
                            .configs(topic.config()))
                .toList());
    Map<String, Integer> partitions = new HashMap<>();
    for (Topic topic : missing) {
      partitions.put(topic.name(), created.numPartitions(topic.name()).get());
    }
    awaitVisible(partitions.keySet());
    return partitions;
  }

  /** The controller acknowledges a new topic before the brokers know it. */
  private void awaitVisible(Set<String> topics) throws InterruptedException, ExecutionException {
    for (int poll = 0; poll < MAX_POLLS; poll++) {
      if (admin.listTopics().names().get().containsAll(topics)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
    }
    throw new IllegalStateException("new topics are not visible: " + topics);
  }

  private Map<String, Integer> updateConfigs(List<Topic> existing)
      throws InterruptedException, ExecutionException {
    for (Topic topic : existing) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                  configChanges(topic)))
          .all()
          .get();
    }
    Map<String, Integer> partitions = new HashMap<>();
    Map<String, TopicDescription> described =
        admin.describeTopics(existing.stream().map(Topic::name).toList()).allTopicNames().get();
    described.forEach((name, description) -> partitions.put(name, description.partitions().size()));
    return partitions;
  }

  private static List<AlterConfigOp> configChanges(Topic topic) {
    return topic.config().entrySet().stream()
        .map(
            entry ->
                new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), OpType.SET))
        .toList();
  }
}
