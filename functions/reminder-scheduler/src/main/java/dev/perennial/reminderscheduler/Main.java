package dev.perennial.reminderscheduler;

import dev.perennial.reminders.AlarmClock;
import dev.perennial.reminders.store.JdbcAlarm;
import dev.perennial.reminders.store.JdbcClaimStore;
import dev.perennial.reminders.store.JdbcPlanStore;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** reminder-scheduler: how its parts are put together. */
@Configuration(proxyBeanMethods = false)
@Import(EventConfiguration.class)
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("reminder-scheduler", Main.class);
  }

  @Bean
  AlarmClock alarmClock(Settings settings) {
    return new KubernetesAlarmClock(KubernetesApi.from(settings));
  }

  @Bean
  JdbcAlarm alarm(Database database, AlarmClock alarmClock, InstantSource clock) {
    return new JdbcAlarm(database, alarmClock, clock);
  }

  @Bean
  EventHandler handler(
      Settings settings, Database database, Outbox outbox, JdbcAlarm alarm, InstantSource clock) {
    var plans = new JdbcPlanStore(database, alarm, clock);
    var window = CatchUpWindow.from(settings);
    var claims = new JdbcClaimStore(database, outbox, alarm, clock, window);
    return new ReminderScheduler(plans, new Rings(plans, claims, alarm, clock), clock);
  }
}
