package dev.perennial.reminderscheduler;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.JdbcIdempotencyStore;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.problem.ProblemConfiguration;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.JdbcAlarm;
import dev.perennial.reminders.store.JdbcClaimStore;
import dev.perennial.reminders.store.JdbcDeviceStore;
import dev.perennial.reminders.store.JdbcPlanStore;
import dev.perennial.reminders.store.JdbcReminderLedger;
import dev.perennial.reminders.store.JdbcSubscriptions;
import dev.perennial.reminders.store.OutlivedReminders;
import dev.perennial.reminders.store.UnsettledNotifications;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Sweep;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** reminder-scheduler: how its parts are put together. */
@Configuration(proxyBeanMethods = false)
@Import({EventConfiguration.class, ProblemConfiguration.class})
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("reminder-scheduler", Main.class);
  }

  @Bean
  JdbcAlarm alarm(Settings settings, Database database, InstantSource clock) {
    var alarmClock = new KubernetesAlarmClock(KubernetesApi.from(settings));
    return new JdbcAlarm(database, alarmClock, clock);
  }

  @Bean
  EventHandler handler(
      Settings settings, Database database, Outbox outbox, JdbcAlarm alarm, InstantSource clock) {
    var plans = new JdbcPlanStore(database, alarm, clock);
    var window = CatchUpWindow.from(settings);
    var claims = new JdbcClaimStore(database, outbox, clock, window);
    var patience = settings.duration("TELL_AGAIN_AFTER", UnsettledNotifications.PATIENCE);
    var unsettled = new UnsettledNotifications(database, outbox, patience, window, clock);
    var outlived = new OutlivedReminders(database, KeepDays.from(settings), clock);
    var rings = new Rings(plans, claims, unsettled, alarm, new Sweep(database), outlived, clock);
    return new ReminderScheduler(plans, rings, new JdbcIdempotencyStore(database, clock), clock);
  }

  @Bean
  RouterFunction<ServerResponse> routes(
      Settings settings, Database database, JdbcAlarm alarm, InstantSource clock) {
    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var limit = RateLimit.from(settings, clock);
    var unsubscribe = new UnsubscribePage(new JdbcSubscriptions(database));
    var idempotency = new Idempotency(new JdbcIdempotencyStore(database, clock));
    return new Routes(tokens, limit, idempotency, ReminderEndpoints::refusal)
        .of(
            "/v1/reminders/openapi.yaml",
            new ReminderEndpoints(new JdbcReminderLedger(database, alarm, clock)),
            new DeviceEndpoints(new JdbcDeviceStore(database, clock)))
        .and(unsubscribe.routes());
  }
}
