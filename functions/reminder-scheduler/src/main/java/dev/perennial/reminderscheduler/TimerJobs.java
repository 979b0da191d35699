package dev.perennial.reminderscheduler;

import dev.perennial.reminderscheduler.alarm.Alarm;
import dev.perennial.reminderscheduler.due.DueClaims;
import dev.perennial.reminderscheduler.due.ReminderRetention;
import dev.perennial.reminderscheduler.due.UnsettledNotifications;
import dev.perennial.reminderscheduler.plan.PlanStore;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.time.zone.ZoneRulesProvider;

/**
 * The work of timer events: of the alarm, which fires when the next reminder is due, and of
 * maintenance, which fires every 15 minutes and repairs what an outage of any part has left undone.
 */
final class TimerJobs {

  private static final String PING = "dev.knative.sources.ping";
  private static final String ALARM = "/pingsources/reminder-alarm";
  private static final String MAINTENANCE = "/pingsources/maintenance";

  /** All zones are of one edition of the time zone data, so it is read from any of them. */
  private static final String ANY_ZONE = "UTC";

  private final PlanStore plans;
  private final DueClaims claims;
  private final UnsettledNotifications unsettled;
  private final ReminderRetention retention;
  private final Alarm alarm;
  private final EventHandler runtimeMaintenance;
  private final InstantSource clock;

  /**
   * @param runtimeMaintenance the part of maintenance that concerns all functions
   */
  TimerJobs(
      PlanStore plans,
      DueClaims claims,
      UnsettledNotifications unsettled,
      ReminderRetention retention,
      Alarm alarm,
      EventHandler runtimeMaintenance,
      InstantSource clock) {
    this.plans = plans;
    this.claims = claims;
    this.unsettled = unsettled;
    this.retention = retention;
    this.alarm = alarm;
    this.runtimeMaintenance = runtimeMaintenance;
    this.clock = clock;
  }

  static boolean isTick(CloudEvent event) {
    return event.getType().equals(PING);
  }

  /**
   * Sends what is due and, for maintenance, resends what is unsettled. Commits in transactions of
   * its own, which a failure to set the alarm afterwards does not roll back.
   */
  void send(CloudEvent tick) {
    claims.claimAll();
    if (isOf(tick, MAINTENANCE)) {
      unsettled.resend();
    }
  }

  /**
   * Sets the alarm to the next reminder; before that, for maintenance, replans after a change of
   * the time zone data and deletes old rows. Joins the open transaction.
   *
   * @throws Unprocessable if the event is from another timer
   */
  void maintain(CloudEvent tick) {
    if (isOf(tick, MAINTENANCE)) {
      plans.replanAll(zoneData(), clock.instant());
      runtimeMaintenance.handle(tick);
      retention.sweep();
    } else if (!isOf(tick, ALARM)) {
      throw new Unprocessable("there is no timer " + tick.getSource().getPath());
    }
    alarm.reset();
  }

  private static boolean isOf(CloudEvent tick, String timer) {
    return tick.getSource().getPath().endsWith(timer);
  }

  private static String zoneData() {
    return ZoneRulesProvider.getVersions(ANY_ZONE).lastKey();
  }
}
