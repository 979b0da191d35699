package dev.perennial.local.eventing;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Creates clients of one Kafka, configured for low latency. */
record KafkaClients(KafkaLogins logins) {

  Admin admin() {
    return Admin.create(logins.admin());
  }

  private Map<String, Object> login(String user, Map<String, Object> behaviour) {
    var properties = new HashMap<>(logins.users().apply(user));
    properties.putAll(behaviour);
    return properties;
  }

  /** Without idempotence, like Knative's ingress: the functions must handle duplicates anyway. */
  Producer<String, byte[]> producer(String user) {
    return new KafkaProducer<>(
        login(
            user,
            Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                user,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                // What arrives while a request is under way is sent together with the next one.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                // An unavailable Kafka is reported as a failure to retry, instead of blocking.
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                15_000)),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  Consumer<byte[], byte[]> consumer(String user, String group) {
    return new KafkaConsumer<>(
        login(
            user,
            Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                // Applies only if retention has deleted the committed offset: the remaining
                // records are delivered.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                1,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                TopicConsumer.MAX_IN_FLIGHT)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
