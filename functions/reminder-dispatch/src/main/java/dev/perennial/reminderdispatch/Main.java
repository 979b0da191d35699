package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.reminderdispatch.Courier.Line;
import dev.perennial.reminderdispatch.mail.MailMessenger;
import dev.perennial.reminderdispatch.push.PushMessenger;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.reminders.store.JdbcDeliveryStore;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.runtime.web.HealthDetails;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The function's wiring. */
@Configuration(proxyBeanMethods = false)
@Import(EventConfiguration.class)
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("reminder-dispatch", Main.class);
  }

  @Bean
  DeliveryStore deliveryStore(Database database, Outbox outbox) {
    return new JdbcDeliveryStore(database, outbox);
  }

  @Bean(destroyMethod = "close")
  MailMessenger mail(Settings settings, InstantSource clock) {
    return new MailMessenger(settings, clock);
  }

  @Bean(destroyMethod = "close")
  PushMessenger push(Settings settings, DeliveryStore store) {
    return new PushMessenger(settings, store);
  }

  @Bean
  EventHandler handler(
      DeliveryStore store,
      MailMessenger mail,
      PushMessenger push,
      Settings settings,
      InstantSource clock) {
    var rest = settings.duration("CIRCUIT_REST", Duration.ofSeconds(10));
    var lines =
        Map.of(
            Channel.EMAIL, new Line(mail, new Circuit("e-mail", rest)),
            Channel.PUSH, new Line(push, new Circuit("push", rest)));
    return new ReminderDispatch(
        store,
        new Courier(store, lines, Courier.SENDING, clock),
        CatchUpWindow.from(settings),
        clock);
  }

  @Bean
  HealthDetails channels(MailMessenger mail, PushMessenger push) {
    var channels = Map.of("email", mail.isOn(), "push", push.isOn());
    return () -> Map.of("channels", channels);
  }
}
