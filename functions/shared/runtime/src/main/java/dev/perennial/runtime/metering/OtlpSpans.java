package dev.perennial.runtime.metering;

import dev.perennial.events.EventJson;
import java.util.List;

/** A receiver of OpenTelemetry, such as its Collector: each record is sent as a span. */
final class OtlpSpans implements RecordSink {

  private final OtlpEndpoint endpoint;
  private final OtlpJson json;

  OtlpSpans(OtlpEndpoint endpoint, OtlpJson json) {
    this.endpoint = endpoint;
    this.json = json;
  }

  @Override
  public void write(List<InvocationRecord> records, boolean isLast) {
    if (!records.isEmpty()) {
      endpoint.post(EventJson.write(json.spans(records)), records.size());
    }
  }
}
