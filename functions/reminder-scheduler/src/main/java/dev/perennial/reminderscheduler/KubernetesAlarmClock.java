package dev.perennial.reminderscheduler;

import dev.perennial.reminders.AlarmClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The PingSource {@code reminder-alarm}: it rings by a schedule of six fields, seconds first and
 * without a year, in UTC. Patched as RFC 7396 has it.
 */
final class KubernetesAlarmClock implements AlarmClock {

  static final String NAME = "reminder-alarm";

  /** An invocation holds locks while it waits for the answer. */
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private static final DateTimeFormatter SCHEDULE =
      DateTimeFormatter.ofPattern("s m H d M '*'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final KubernetesApi api;
  private @Nullable HttpClient client;

  KubernetesAlarmClock(KubernetesApi api) {
    this.api = api;
  }

  @Override
  public void set(Instant moment) {
    var request =
        HttpRequest.newBuilder(api.pingSource(NAME))
            .timeout(WITHIN)
            .header("Authorization", api.bearer())
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(patch(moment)))
            .build();
    var status = send(request).statusCode();
    if (status != 200) {
      throw new IllegalStateException(
          "the alarm could not be set: the cluster's API answered " + status);
    }
  }

  private static String patch(Instant moment) {
    return "{\"spec\":{\"schedule\":\"" + SCHEDULE.format(moment) + "\"}}";
  }

  private HttpResponse<Void> send(HttpRequest request) {
    try {
      return client().send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      throw new IllegalStateException(
          "the alarm could not be set: the cluster's API cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Made when it is needed first: most invocations set no alarm. */
  private synchronized HttpClient client() {
    var ready = client;
    if (ready == null) {
      var builder =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WITHIN);
      if (api.isSecure()) {
        builder.sslContext(trusting());
      }
      ready = builder.build();
      client = ready;
    }
    return ready;
  }

  private SSLContext trusting() {
    try (InputStream file = Files.newInputStream(api.authority())) {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        trusted.setCertificateEntry("cluster-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the cluster's certificates cannot be read", e);
    }
  }
}
