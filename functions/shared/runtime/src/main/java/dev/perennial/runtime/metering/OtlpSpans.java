package dev.perennial.runtime.metering;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver of OpenTelemetry, such as its Collector: each record is sent as a span, by OTLP over
 * HTTP as JSON (OTLP specification 1.8, section "OTLP/HTTP").
 */
final class OtlpSpans implements RecordSink {

  private static final Logger LOG = LoggerFactory.getLogger(OtlpSpans.class);

  private static final int TIMEOUT_MILLIS = 3_000;

  /** The specification allows to send again after these, and after no other. */
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

  private final URI endpoint;
  private final OtlpJson json;

  private OtlpSpans(URI endpoint, OtlpJson json) {
    this.endpoint = endpoint;
    this.json = json;
  }

  /** Reads {@code OTEL_EXPORTER_OTLP_ENDPOINT}, a URL; empty if it is not set. */
  static Optional<OtlpSpans> from(Settings settings, UUID instance) {
    var base = settings.optional("OTEL_EXPORTER_OTLP_ENDPOINT", "");
    return base.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OtlpSpans(
                endpoint(base),
                new OtlpJson(settings.function(), settings.optional("K_REVISION", ""), instance)));
  }

  private static URI endpoint(String base) {
    if (!base.matches("https?://\\S+")) {
      throw new IllegalArgumentException(
          "OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://collector:4318, not '"
              + base
              + "'");
    }
    return URI.create(base.replaceFirst("/*$", "/v1/traces"));
  }

  @Override
  public void write(List<InvocationRecord> records, boolean isLast) {
    if (records.isEmpty()) {
      return;
    }
    try {
      post(EventJson.write(json.of(records)), records.size());
    } catch (IOException fault) {
      throw new UncheckedIOException("the spans cannot be sent to " + endpoint, fault);
    }
  }

  private void post(byte[] body, int spans) throws IOException {
    var connection = (HttpURLConnection) endpoint.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setFixedLengthStreamingMode(body.length);
    connection.setDoOutput(true);
    try (var out = connection.getOutputStream()) {
      out.write(body);
    }
    var status = connection.getResponseCode();
    if (RETRYABLE.contains(status)) {
      throw new IOException("its status is " + status);
    }
    if (status >= 300) {
      LOG.error("{} spans are lost, since {} answers with status {}", spans, endpoint, status);
      return;
    }
    // Else the connection is not used again.
    try (var in = connection.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
