package dev.perennial.local.eventing;

import dev.perennial.local.cron.CronSchedule;
import dev.perennial.local.manifest.Destination.ToBroker;
import dev.perennial.local.manifest.ObjectRef;
import dev.perennial.local.manifest.PingSource;
import java.time.ZoneId;

/** PingSources as a manifest could declare them. */
final class Pings {

  private static final ObjectRef BROKER =
      new ObjectRef("eventing.knative.dev/v1", "Broker", "broker");

  private Pings() {}

  static PingSource at(String schedule) {
    return new PingSource(
        "alarm",
        CronSchedule.parse(schedule, ZoneId.of("UTC")),
        "application/json",
        "{\"tick\": true}",
        new ToBroker("broker"),
        new PingSource.Spec(schedule, null, "application/json", "{\"tick\": true}", BROKER));
  }
}
