package dev.perennial.local.platform;

import dev.perennial.local.eventing.EventCounts;
import dev.perennial.local.eventing.PingStatus;
import dev.perennial.local.serving.FunctionStatus;
import java.util.List;

/** The response of {@code GET /local/status}. */
record PlatformStatus(
    List<FunctionStatus> functions,
    EventCounts events,
    List<PingStatus> pingSources,
    Infrastructure infrastructure) {

  /**
   * Addresses and process ids for tests and operators. A process id is 0 while its part is stopped.
   */
  record Infrastructure(
      String databaseUrl,
      String kafkaBootstrapServers,
      long postgresPid,
      long kafkaPid,
      String issuer,
      String mail,
      String push) {}
}
