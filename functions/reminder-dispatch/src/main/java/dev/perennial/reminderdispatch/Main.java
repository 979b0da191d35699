package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.reminderdispatch.ChannelDelivery.Route;
import dev.perennial.reminderdispatch.mail.MailSender;
import dev.perennial.reminderdispatch.push.PushSender;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.DeliveryStore;
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

/** The wiring of reminder-dispatch. */
@Configuration(proxyBeanMethods = false)
@Import(EventConfiguration.class)
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("reminder-dispatch", Main.class);
  }

  @Bean
  DeliveryStore deliveryStore(Database database, Outbox outbox) {
    return new DeliveryStore(database, outbox);
  }

  @Bean(destroyMethod = "close")
  MailSender mail(Settings settings, InstantSource clock) {
    return new MailSender(settings, clock);
  }

  @Bean(destroyMethod = "close")
  PushSender push(Settings settings, DeliveryStore store) {
    return new PushSender(settings, store);
  }

  @Bean
  EventHandler handler(
      DeliveryStore store,
      MailSender mail,
      PushSender push,
      Settings settings,
      InstantSource clock) {
    Duration rest = settings.duration("CIRCUIT_REST", Duration.ofSeconds(10));
    Map<Channel, Route> routes =
        Map.of(
            Channel.EMAIL, new Route(mail, new Circuit("e-mail", rest)),
            Channel.PUSH, new Route(push, new Circuit("push", rest)));
    return new ReminderDispatch(
        store,
        new ChannelDelivery(store, routes, ChannelDelivery.SENDING, clock),
        CatchUpWindow.from(settings),
        clock);
  }

  @Bean
  HealthDetails channels(MailSender mail, PushSender push) {
    Map<String, Boolean> channels =
        Map.of("email", mail.isConfigured(), "push", push.isConfigured());
    return () -> Map.of("channels", channels);
  }
}
