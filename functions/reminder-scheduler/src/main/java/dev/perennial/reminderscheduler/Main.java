package dev.perennial.reminderscheduler;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.JdbcIdempotencyStore;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.problem.ProblemConfiguration;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminderscheduler.alarm.Alarm;
import dev.perennial.reminderscheduler.alarm.KubernetesAlarmClock;
import dev.perennial.reminderscheduler.alarm.KubernetesApi;
import dev.perennial.reminderscheduler.due.DueClaims;
import dev.perennial.reminderscheduler.due.ReminderRetention;
import dev.perennial.reminderscheduler.due.RetentionPeriod;
import dev.perennial.reminderscheduler.due.UnsettledNotifications;
import dev.perennial.reminderscheduler.housekeeping.Housekeeping;
import dev.perennial.reminderscheduler.people.DeviceStore;
import dev.perennial.reminderscheduler.people.EmailSubscriptions;
import dev.perennial.reminderscheduler.people.UserReminders;
import dev.perennial.reminderscheduler.plan.PlanStore;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Sweep;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The wiring of reminder-scheduler. */
@Configuration(proxyBeanMethods = false)
@Import({EventConfiguration.class, ProblemConfiguration.class})
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("reminder-scheduler", Main.class);
  }

  @Bean
  Alarm alarm(Settings settings, Database database, InstantSource clock) {
    var alarmClock = new KubernetesAlarmClock(KubernetesApi.from(settings));
    return new Alarm(database, alarmClock, clock);
  }

  @Bean
  EventHandler handler(
      Settings settings, Database database, Outbox outbox, Alarm alarm, InstantSource clock) {
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
            new Housekeeping(new Sweep(database)),
            clock);
    return new ReminderScheduler(plans, timers, new JdbcIdempotencyStore(database, clock), clock);
  }

  @Bean
  RouterFunction<ServerResponse> routes(
      Settings settings, Database database, Alarm alarm, InstantSource clock) {
    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var limit = RateLimit.from(settings, clock);
    var idempotency = new Idempotency(new JdbcIdempotencyStore(database, clock));
    return new Routes(tokens, limit, idempotency, ReminderEndpoints::refusal)
        .of(
            new ReminderEndpoints(new UserReminders(database, alarm, clock)),
            new DeviceEndpoints(new DeviceStore(database, clock)),
            new UnsubscribePage(new EmailSubscriptions(database)));
  }
}
