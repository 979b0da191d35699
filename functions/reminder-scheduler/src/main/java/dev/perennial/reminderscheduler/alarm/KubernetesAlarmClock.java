package dev.perennial.reminderscheduler.alarm;

import dev.perennial.runtime.ledger.TryLater;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the alarm by patching the schedule of the PingSource {@code reminder-alarm} (JSON merge
 * patch, RFC 7396). The schedule has six fields: seconds first, no year, in UTC.
 */
public final class KubernetesAlarmClock implements AlarmClock {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesAlarmClock.class);

  static final String NAME = "reminder-alarm";

  /** Time-out of connecting and of the request: the caller holds database locks meanwhile. */
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String NOT_SET = "the alarm could not be set: the cluster's API ";

  private static final DateTimeFormatter SCHEDULE =
      DateTimeFormatter.ofPattern("s m H d M '*'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final KubernetesApi api;
  private @Nullable HttpClient client;

  public KubernetesAlarmClock(KubernetesApi api) {
    this.api = api;
  }

  @Override
  public void set(Instant moment) {
    HttpRequest request =
        HttpRequest.newBuilder(api.pingSource(NAME))
            .timeout(WITHIN)
            .header("Authorization", api.bearer())
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(patch(moment)))
            .build();
    requireSet(send(request).statusCode());
  }

  /** Statuses that may change by themselves are retried by the broker; all others are faults. */
  private static void requireSet(int status) {
    if (status >= 500 || status == TOO_MANY_REQUESTS || status == CONFLICT) {
      throw new TryLater(NOT_SET + "answered " + status);
    }
    if (status != OK) {
      throw new IllegalStateException(NOT_SET + "answered " + status + meaning(status));
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401 -> "; it does not accept the token of the pod's service account";
      case 403 -> "; the pod's service account may not patch the PingSource " + NAME;
      case 404 -> "; there is no PingSource " + NAME;
      default -> "";
    };
  }

  private static String patch(Instant moment) {
    return "{\"spec\":{\"schedule\":\"" + SCHEDULE.format(moment) + "\"}}";
  }

  private HttpResponse<Void> send(HttpRequest request) {
    try {
      return client().send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      LOG.warn(
          "The cluster's API cannot be reached; the alarm is unchanged and the caller has to retry",
          e);
      throw new TryLater(NOT_SET + "cannot be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Created on first use, because most invocations set no alarm. */
  private synchronized HttpClient client() {
    HttpClient ready = client;
    if (ready == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WITHIN);
      if (api.isSecure()) {
        builder.sslContext(api.trustedCertificates().sslContext());
      }
      ready = builder.build();
      client = ready;
    }
    return ready;
  }
}
