package dev.perennial.runtime.metering;

import dev.perennial.runtime.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** What is sent to a receiver of OpenTelemetry. */
final class OtlpReceiver {

  private OtlpReceiver() {}

  /** Reads {@code OTEL_EXPORTER_OTLP_ENDPOINT}, a URL; nothing is sent if it is not set. */
  static List<RecordSink> sinks(Settings settings, UUID instance, InstantSource clock) {
    var base = settings.optional("OTEL_EXPORTER_OTLP_ENDPOINT", "");
    if (base.isEmpty()) {
      return List.of();
    }
    var json = new OtlpJson(settings.function(), settings.optional("K_REVISION", ""), instance);
    return List.of(
        new OtlpSpans(new OtlpEndpoint(base, "/v1/traces"), json),
        new OtlpMetrics(new OtlpEndpoint(base, "/v1/metrics"), json, clock));
  }
}
