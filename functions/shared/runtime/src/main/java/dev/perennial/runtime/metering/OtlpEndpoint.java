package dev.perennial.runtime.metering;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a receiver of OpenTelemetry takes one kind of data, by OTLP over HTTP as JSON (OTLP
 * specification 1.8, section "OTLP/HTTP").
 */
final class OtlpEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(OtlpEndpoint.class);

  private static final int TIMEOUT_MILLIS = 3_000;

  /** The specification allows to send again after these, and after no other. */
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

  private final URI endpoint;

  /**
   * @param base the URL of the receiver
   * @param path of this kind of data, such as {@code /v1/traces}
   * @throws IllegalArgumentException if it is no URL
   */
  OtlpEndpoint(String base, String path) {
    if (!base.matches("https?://\\S+")) {
      throw new IllegalArgumentException(
          "OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://collector:4318, not '"
              + base
              + "'");
    }
    this.endpoint = URI.create(base.replaceFirst("/*$", path));
  }

  /**
   * Sends the data of these records. A receiver that refuses them loses them.
   *
   * @throws UncheckedIOException if a retry may succeed
   */
  void post(byte[] body, int records) {
    try {
      send(body, records);
    } catch (IOException fault) {
      throw new UncheckedIOException("nothing can be sent to " + endpoint, fault);
    }
  }

  private void send(byte[] body, int records) throws IOException {
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
      LOG.error(
          "What {} invocations did is lost, since {} answers with status {}",
          records,
          endpoint,
          status);
      return;
    }
    // Else the connection is not used again.
    try (var in = connection.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
