package dev.perennial.local.infra;

import dev.perennial.local.manifest.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** Brings the broker's topics to what is declared, as Redpanda's operator does; never deletes one. */
public final class Topics {

  private static final short ONE_COPY = 1;
  private static final String MIN_IN_SYNC = "min.insync.replicas";

  private final Admin admin;

  public Topics(Admin admin) {
    this.admin = admin;
  }

  /** Makes the topics that are not there, and gives the others their partitions and settings. */
  public void apply(List<Topic> declared) throws InterruptedException {
    try {
      var existing = admin.listTopics().names().get();
      var missing = declared.stream().filter(topic -> !existing.contains(topic.name())).toList();
      admin.createTopics(missing.stream().map(Topics::newTopic).toList()).all().get();
      var there = declared.stream().filter(topic -> existing.contains(topic.name())).toList();
      addPartitions(there);
      configure(there);
    } catch (ExecutionException e) {
      throw new CannotStart("the topics could not be made: " + e.getCause().getMessage(), e);
    }
  }

  private static NewTopic newTopic(Topic topic) {
    return new NewTopic(topic.name(), topic.partitions(), ONE_COPY).configs(settings(topic));
  }

  private static Map<String, String> settings(Topic topic) {
    var settings = new HashMap<>(topic.config());
    // With one broker there is one copy, and none could be acknowledged by two.
    settings.replace(MIN_IN_SYNC, "1");
    return settings;
  }

  private void addPartitions(List<Topic> topics) throws ExecutionException, InterruptedException {
    var descriptions = admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames().get();
    var more = new HashMap<String, NewPartitions>();
    for (var topic : topics) {
      if (descriptions.get(topic.name()).partitions().size() < topic.partitions()) {
        more.put(topic.name(), NewPartitions.increaseTo(topic.partitions()));
      }
    }
    admin.createPartitions(more).all().get();
  }

  private void configure(List<Topic> topics) throws ExecutionException, InterruptedException {
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    for (var topic : topics) {
      var operations = new ArrayList<AlterConfigOp>();
      settings(topic)
          .forEach(
              (name, value) ->
                  operations.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
      changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), operations);
    }
    admin.incrementalAlterConfigs(changes).all().get();
  }
}
