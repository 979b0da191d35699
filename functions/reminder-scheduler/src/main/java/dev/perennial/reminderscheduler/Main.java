package dev.perennial.reminderscheduler;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.JdbcIdempotencyStore;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminderscheduler.alarm.Alarm;
import dev.perennial.reminderscheduler.alarm.KubernetesAlarmClock;
import dev.perennial.reminderscheduler.alarm.KubernetesApi;
import dev.perennial.reminderscheduler.due.Confirmations;
import dev.perennial.reminderscheduler.due.DueClaims;
import dev.perennial.reminderscheduler.due.ReminderRetention;
import dev.perennial.reminderscheduler.due.RetentionPeriod;
import dev.perennial.reminderscheduler.due.UnsettledNotifications;
import dev.perennial.reminderscheduler.maintenance.ParkedRetention;
import dev.perennial.reminderscheduler.maintenance.RuntimeMaintenance;
import dev.perennial.reminderscheduler.people.DeviceStore;
import dev.perennial.reminderscheduler.people.EmailSubscriptions;
import dev.perennial.reminderscheduler.people.UserReminders;
import dev.perennial.reminderscheduler.plan.PlanStore;
import dev.perennial.runtime.http.RequestHandler;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.ParkedEvents;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.ledger.Sweep;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Duration;

/** The wiring of reminder-scheduler. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("reminder-scheduler", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var alarmClock = new KubernetesAlarmClock(KubernetesApi.from(parts.settings()));
    var alarm = new Alarm(parts.database(), alarmClock, parts.clock());
    parts.handleEvents(events(parts, alarm));
    parts.handleRequests(requests(parts, alarm));
  }

  private static EventHandler events(FunctionParts parts, Alarm alarm) {
    var settings = parts.settings();
    var database = parts.database();
    var outbox = parts.outbox();
    var clock = parts.clock();
    var plans = new PlanStore(database, alarm, clock);
    var window = CatchUpWindow.from(settings);
    Duration resendAfter = settings.duration("RESEND_AFTER", UnsettledNotifications.RESEND_AFTER);
    var timers =
        new TimerJobs(
            plans,
            new DueClaims(database, outbox, clock, window),
            new UnsettledNotifications(database, outbox, resendAfter, window, clock),
            new ReminderRetention(database, RetentionPeriod.from(settings), clock),
            alarm,
            new RuntimeMaintenance(new Sweep(database, ParkedRetention.days(settings))),
            clock);
    return new ReminderScheduler(
        plans,
        new Confirmations(database, outbox, clock),
        timers,
        new JdbcIdempotencyStore(database, clock),
        new ParkedEvents(database),
        new RecordedErasures(database),
        clock);
  }

  private static RequestHandler requests(FunctionParts parts, Alarm alarm) {
    var database = parts.database();
    var clock = parts.clock();
    var tokens = new BearerTokens(Issuer.from(parts.settings()), clock);
    var limit = RateLimit.from(parts.settings(), clock);
    var idempotency = new Idempotency(new JdbcIdempotencyStore(database, clock));
    return new Routes(tokens, limit, idempotency, ReminderEndpoints::refusal)
        .of(
            new ReminderEndpoints(new UserReminders(database, alarm, clock)),
            new DeviceEndpoints(new DeviceStore(database, clock)),
            new UnsubscribePage(new EmailSubscriptions(database)));
  }
}
