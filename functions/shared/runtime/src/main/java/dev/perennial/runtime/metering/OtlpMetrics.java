package dev.perennial.runtime.metering;

import dev.perennial.events.EventJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * A receiver of OpenTelemetry: each batch of records is sent as metrics with delta temporality,
 * from the batch before to this one. So nothing is summed up in memory, and what an instance that
 * stops has sent stays right.
 */
final class OtlpMetrics implements RecordSink {

  private final OtlpEndpoint endpoint;
  private final OtlpJson json;
  private final InstantSource clock;
  private Instant since;

  OtlpMetrics(OtlpEndpoint endpoint, OtlpJson json, InstantSource clock) {
    this.endpoint = endpoint;
    this.json = json;
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public void write(List<InvocationRecord> records, boolean isLast) {
    if (records.isEmpty()) {
      return;
    }
    var now = clock.instant();
    endpoint.post(
        EventJson.write(json.metrics(new OtlpDelta(records, since, now).metrics())),
        records.size());
    since = now;
  }
}
