package dev.perennial.local;

import dev.perennial.local.serving.FunctionStatus;
import java.util.List;

/** What {@code GET /local/status} answers. */
record PlatformStatus(List<FunctionStatus> functions, Events events, Infrastructure infrastructure) {

  /** Counted since the platform started: taken by a Broker, accepted by a subscriber, given up. */
  record Events(long published, long delivered, long deadLettered) {}

  /** Where tests and operators reach the parts; a process id is 0 while its part is stopped. */
  record Infrastructure(
      String databaseUrl, String kafkaBootstrapServers, long postgresPid, long kafkaPid, String issuer) {}
}
