package dev.perennial.local.eventing;

import java.util.Map;
import java.util.function.Function;

/**
 * How clients connect to Kafka.
 *
 * @param admin the properties of a client that may create topics
 * @param users the properties of a user's client, by the user's name
 */
public record KafkaLogins(Map<String, Object> admin, Function<String, Map<String, Object>> users) {

  /** Returns those of a Kafka that knows no users. */
  static KafkaLogins anonymous(String bootstrapServers) {
    Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers);
    return new KafkaLogins(properties, _ -> properties);
  }
}
