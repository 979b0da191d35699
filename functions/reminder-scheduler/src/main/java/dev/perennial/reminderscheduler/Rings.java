package dev.perennial.reminderscheduler;

import dev.perennial.reminders.store.ClaimStore;
import dev.perennial.reminders.store.JdbcAlarm;
import dev.perennial.reminders.store.OutlivedReminders;
import dev.perennial.reminders.store.PlanStore;
import dev.perennial.reminders.store.UnsettledNotifications;
import dev.perennial.runtime.ledger.Sweep;
import java.time.InstantSource;
import java.time.zone.ZoneRulesProvider;

/** What is done when a clock rings. */
final class Rings {

  /** Every edition of the time zone data has all zones, so one tells which it is. */
  private static final String ANY_ZONE = "UTC";

  private final PlanStore plans;
  private final ClaimStore claims;
  private final UnsettledNotifications unsettled;
  private final JdbcAlarm alarm;
  private final Sweep sweep;
  private final OutlivedReminders outlived;
  private final InstantSource clock;

  Rings(
      PlanStore plans,
      ClaimStore claims,
      UnsettledNotifications unsettled,
      JdbcAlarm alarm,
      Sweep sweep,
      OutlivedReminders outlived,
      InstantSource clock) {
    this.plans = plans;
    this.claims = claims;
    this.unsettled = unsettled;
    this.alarm = alarm;
    this.sweep = sweep;
    this.outlived = outlived;
    this.clock = clock;
  }

  /** Whichever clock it was: what is due is told, though the alarm cannot be set then. */
  void tellWhatIsDue() {
    claims.claimDue();
  }

  /** What was told and reached nobody, because what it was told by was away for long. */
  void tellAgain() {
    unsettled.handOnAgain();
  }

  /** Something was due, or was cancelled since. */
  void ofAlarm() {
    alarm.wind();
  }

  /** Whatever an outage missed, in whichever part. */
  void ofMaintenance() {
    plans.planBy(zoneData(), clock.instant());
    sweep.run();
    outlived.sweep();
    alarm.wind();
  }

  private static String zoneData() {
    return ZoneRulesProvider.getVersions(ANY_ZONE).lastKey();
  }
}
