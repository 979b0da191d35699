package dev.perennial.architecture;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What one user of Kafka is allowed: each method tries it and returns whether the broker did it,
 * and throws what else went wrong.
 */
final class KafkaAttempts implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final Duration READ = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> login;
  private final Admin admin;

  KafkaAttempts(Map<String, Object> login) {
    this(login, TIMEOUT_MILLIS);
  }

  /**
   * @param timeout in ms
   */
  KafkaAttempts(Map<String, Object> login, int timeout) {
    this.login = new HashMap<>(login);
    this.login.put("request.timeout.ms", timeout);
    this.login.put("default.api.timeout.ms", timeout);
    this.admin = Admin.create(this.login);
  }

  boolean connects() throws Exception {
    return allowed(() -> admin.describeCluster().nodes().get());
  }

  /** With the default of producers: idempotent. */
  boolean writes(String topic) throws Exception {
    var properties = new HashMap<>(login);
    properties.remove("default.api.timeout.ms");
    properties.put("linger.ms", 0);
    properties.put("delivery.timeout.ms", TIMEOUT_MILLIS);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      return allowed(() -> producer.send(new ProducerRecord<>(topic, new byte[1])).get());
    }
  }

  /** The topic has a record. */
  boolean reads(String topic) throws Exception {
    var partition = new TopicPartition(topic, 0);
    var properties = new HashMap<>(login);
    properties.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      return allowed(
          () -> {
            long deadline = System.nanoTime() + READ.toNanos();
            while (consumer.poll(POLL).isEmpty()) {
              if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no record and no refusal: " + topic);
              }
            }
            return true;
          });
    }
  }

  boolean creates(String topic) throws Exception {
    var options = new CreateTopicsOptions().validateOnly(true);
    return allowed(
        () -> admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)), options).all().get());
  }

  /** Deleting the records of a topic and the topic itself are the same operation in a rule. */
  boolean deletesRecords(String topic) throws Exception {
    var none = Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(0));
    return allowed(() -> admin.deleteRecords(none).all().get());
  }

  boolean changesRetention(String topic) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var change = new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
    return allowed(
        () -> admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get());
  }

  boolean allowsItself(String principal) throws Exception {
    var everything =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
            new AccessControlEntry(principal, "*", AclOperation.ALL, AclPermissionType.ALLOW));
    return allowed(() -> admin.createAcls(List.of(everything)).all().get());
  }

  boolean readsOffsetsOf(String group) {
    try {
      return allowed(
          () -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    } catch (Exception e) {
      throw new IllegalStateException(group, e);
    }
  }

  private static boolean allowed(Callable<?> attempt) throws Exception {
    try {
      attempt.call();
      return true;
    } catch (TopicExistsException done) {
      return true;
    } catch (AuthorizationException refused) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        return allowed(
            () -> {
              throw cause;
            });
      }
      throw e;
    } catch (KafkaException e) {
      // A producer whose start was refused before it sent says so by the cause only.
      if (e.getCause() instanceof AuthorizationException) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
