package dev.perennial.local;

import dev.perennial.local.eventing.EventCounts;
import dev.perennial.local.eventing.PingStatus;
import dev.perennial.local.serving.FunctionStatus;
import java.util.List;

/** What {@code GET /local/status} answers. */
record PlatformStatus(
    List<FunctionStatus> functions,
    EventCounts events,
    List<PingStatus> pingSources,
    Infrastructure infrastructure) {

  /** Where tests and operators reach the parts; a process id is 0 while its part is stopped. */
  record Infrastructure(
      String databaseUrl,
      String kafkaBootstrapServers,
      long postgresPid,
      long kafkaPid,
      String issuer,
      String mail,
      String push) {}
}
