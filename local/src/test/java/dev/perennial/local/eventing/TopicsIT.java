package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.local.manifest.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicsIT {

  @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

  private final Admin admin =
      new KafkaClients(KafkaLogins.anonymous(KAFKA.kafka().bootstrapServers())).admin();
  private final Topics topics = new Topics(admin);

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void a_missing_topic_is_created_with_its_settings() throws Exception {
    assertThat(topics.ensure(List.of(topic("new", "1000")))).isEqualTo(Map.of("new", 3));

    assertThat(retentionOf("new")).isEqualTo("1000");
  }

  @Test
  void an_existing_topic_gets_its_declared_settings() throws Exception {
    topics.ensure(List.of(topic("old", "1000")));

    assertThat(topics.ensure(List.of(topic("old", "2000")))).isEqualTo(Map.of("old", 3));

    // The controller has the change before the broker that describes the topic.
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(retentionOf("old")).isEqualTo("2000"));
  }

  private static Topic topic(String name, String retention) {
    return new Topic(name, 3, Map.of("retention.ms", retention));
  }

  private String retentionOf(String name) throws Exception {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    return admin.describeConfigs(List.of(topic)).all().get().get(topic).get("retention.ms").value();
  }
}
